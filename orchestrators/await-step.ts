import type { OrchestrationContext, Task } from 'durable-functions';
import * as contracts from '../jobs/steps/contracts.ts';
import { isPast } from '../jobs/watch.ts';
import { beside, besideTimer } from './beside.ts';
import type { Orchestration } from './call.ts';

type Run = contracts.AwaitRun;

const turnsPerExecution = 10;
const firstWaitSeconds = 30;
const longestWaitSeconds = 300;
/** How long after the job's deadline a store that does not answer is still asked. */
const patienceMs = 10 * 60_000;

/**
 * Waits until the steps before this one are over, or somebody has approved it, or the job is stopped. Owns nothing, so
 * it continues as new after 10 waits. A `wake` only hints that looking now is worth it; without one it looks after 30 s,
 * and at last every 5 minutes.
 */
export function* awaitStep(
  context: OrchestrationContext,
): Orchestration<contracts.Awaited | undefined> {
  const run = context.df.getInput<Run>();
  const { waits = 0 } = run;
  let wake = context.df.waitForExternalEvent('wake');
  for (let turn = 0; turn < turnsPerExecution; turn += 1) {
    const looked = yield* look(context, wake, { ...run, waits: waits + turn });
    if (looked.look !== 'wait') return looked;
    // Otherwise it came while we read: look again at once.
    if (!wake.isCompleted)
      yield* besideTimer(context, wake, lookAgainAt(context, looked, waits + turn));
    // Never beside an open one: two would compete for the next event.
    if (wake.isCompleted) wake = context.df.waitForExternalEvent('wake');
  }
  context.df.continueAsNew({ ...run, waits: waits + turnsPerExecution });
  return undefined;
}

function* look(
  context: OrchestrationContext,
  wake: Task,
  run: Run,
): Orchestration<contracts.LookedAtStep> {
  const { df } = context;
  try {
    return yield* beside(context, wake, df.callActivity(contracts.lookAtStep.name, run));
  } catch (error) {
    const lastMoment = new Date(new Date(run.deadline).getTime() + patienceMs).toISOString();
    if (isPast(lastMoment, df.currentUtcDateTime)) throw error;
    return { look: 'wait', until: lastMoment };
  }
}

/** Not past the moment when something is due, and never less than 2 seconds: on Azure a timer may fire a second early. */
function lookAgainAt(
  { df }: OrchestrationContext,
  { until }: { readonly until: string },
  waits: number,
): Date {
  const now = df.currentUtcDateTime.getTime();
  const usual = Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** Math.min(waits, 10)) * 1000;
  return new Date(now + Math.max(2_000, Math.min(usual, new Date(until).getTime() - now)));
}
