import type { SubOrchestrationInstanceCreated } from '../../engine/history.ts';
import type { Orchestration } from '../orchestration.ts';
import { confirm } from './confirm.ts';

export function subOrchestrationCreated(
  orchestration: Orchestration,
  event: SubOrchestrationInstanceCreated,
): void {
  const { EventId: id, Name: name } = event;
  const was =
    `A previous execution of this orchestration scheduled a sub-orchestration task with sequence ID ${id} ` +
    `and name '${name}' (version '${event.Version ?? ''}', instance ID '${event.InstanceId}'), but the current`;
  confirm(orchestration, {
    id,
    kind: 'startSubOrchestration',
    name,
    notDecided: `${was} replay execution hasn't (yet?) scheduled this task.`,
    decidedOther: (action) =>
      `${was} orchestration replay instead produced a ${action} action at this sequence number.`,
    decidedOtherName: (other) =>
      `${was} orchestration replay instead scheduled a sub-orchestration task with name ${other} at this sequence number.`,
  });
}
