import { addEvent, groupEvents } from '../group-events.ts';
import type { Step } from './step.ts';

/** Ends a deployment that can come to nothing: by an event, and by the error of its operation. */
export function giveUp({ group, now }: Step, message: string, event = 'Failed'): void {
  addEvent(group.events, groupEvents.failed(event, message), now);
  // A group that was up before and is only being looked after again keeps what it has come to.
  if (group.provisioned !== 'no') return;
  group.phase = 'failed';
  delete group.phaseUntil;
  group.provisioned = 'Failed';
  group.operation.error = { code: 'Failed', message };
}
