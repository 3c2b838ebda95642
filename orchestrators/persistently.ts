import type { OrchestrationContext } from 'durable-functions';
import type { Contract } from '../jobs/contract.ts';
import { call, type Orchestration } from './call.ts';

/** After the retries of the activity's client have failed; longer than most outages of a table. */
const waitsMs = [10_000, 60_000, 300_000];

/**
 * Result of an activity that must come about, tried again after 10 seconds, 1 minute and 5 minutes. Throws what it
 * threw last. Never inside an `any`, where a retry would be taken for another task.
 */
export function* persistently<I, O>(
  context: OrchestrationContext,
  activity: Contract<I, O>,
  input: I,
): Orchestration<O> {
  for (const waitMs of waitsMs) {
    try {
      return yield* call(context, activity, input);
    } catch {
      const now = context.df.currentUtcDateTime.getTime();
      yield context.df.createTimer(new Date(now + waitMs));
    }
  }
  return yield* call(context, activity, input);
}
