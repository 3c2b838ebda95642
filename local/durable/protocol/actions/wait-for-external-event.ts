import type { Completion } from '../../replay/completion.ts';
import type { WaitForExternalEvent } from '../reply.ts';
import type { Scope } from './scope.ts';

export function waitForExternalEvent(
  { externalEventName }: WaitForExternalEvent,
  { orchestration }: Scope,
): Completion {
  return orchestration.events.wait(externalEventName);
}
