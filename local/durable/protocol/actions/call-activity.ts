import { Completion } from '../../replay/completion.ts';
import type { CallActivity } from '../reply.ts';
import type { Scope } from './scope.ts';

/** An activity that the app has not is never scheduled, and takes no number: Azure's engine swallows that error. */
export function callActivity({ functionName, input }: CallActivity, scope: Scope): Completion {
  if (!scope.hasActivity(functionName)) {
    scope.stall(
      `it calls the activity "${functionName}", which the app does not have; Azure's engine waits for ever, too`,
    );
    return Completion.done();
  }
  return scope.orchestration.schedule({
    kind: 'scheduleActivity',
    name: functionName,
    input: input === undefined ? null : JSON.stringify(input),
  }).done;
}
