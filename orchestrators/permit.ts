import type { OrchestrationContext } from 'durable-functions';
import { groupNameOf } from '../jobs/attempt.ts';
import * as contracts from '../jobs/admission/contracts.ts';
import type { Wake } from '../jobs/admission/requests.ts';
import { askTask, wakeTask } from './ask-admission.ts';
import { callSub, type Orchestration } from './call.ts';

/** Waits for the right to make the group of an attempt. Never throws: when nobody can be asked, Azure decides. */
export function* acquirePermit(
  context: OrchestrationContext,
  run: contracts.AdmitRun,
): Orchestration<contracts.Admitted> {
  try {
    const waiter = contracts.admitIdOf(groupNameOf(run));
    return yield* callSub(context, contracts.admit, run, waiter);
  } catch {
    return { result: 'granted' };
  }
}

/**
 * Gives the right back, also one that was never had, and wakes those that have it now. Never throws: a permit that
 * could not be given back is found when somebody has to wait.
 */
export function* releasePermit(
  context: OrchestrationContext,
  run: contracts.AdmitRun,
  how: { readonly isLeft?: boolean; readonly refusal?: string },
): Orchestration<void> {
  try {
    const request = { ...contracts.groupOf(run), ...how };
    const answer: Wake = yield askTask(context, run, contracts.releasePermit, request);
    const wake = wakeTask(context, answer);
    if (wake) yield wake;
  } catch {
    // Whoever waits asks again by itself.
  }
}
