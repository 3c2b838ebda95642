import type { OrchestrationContext } from 'durable-functions';
import type { Attempt } from '../jobs/attempt.ts';
import { groupNameOf, watcherIdOf } from '../jobs/attempt.ts';
import * as contracts from '../jobs/contracts.ts';
import { outcomeOfWatch } from '../jobs/group-outcome.ts';
import { type Cleanup, type JobOutcome, platformError, type TaskOutcome } from '../jobs/outcome.ts';
import type { AttemptEnd, AttemptRun } from '../jobs/runs.ts';
import { firstWatch } from '../jobs/watch.ts';
import { call, callSub, type Orchestration } from './call.ts';

/**
 * One attempt, which owns one container group: create, watch, collect, and delete whatever happened. Always ends
 * with an outcome. It must never continue as new: that would leave the `finally` behind, and the group with it.
 */
export function* runAttempt(context: OrchestrationContext): Orchestration<AttemptEnd> {
  const run = context.df.getInput<AttemptRun>();
  let outcome: TaskOutcome;
  let cleanup: Cleanup = 'leftToSweeper';
  try {
    outcome = yield* ranGroup(context, run);
  } catch (error) {
    outcome = platformError(error);
  } finally {
    // Also when nothing was created: an activity whose host died may have made the group before it ran again.
    cleanup = yield* deleteOrHandOver(context, attemptOf(run));
  }
  return { outcome, cleanup };
}

function* ranGroup(context: OrchestrationContext, run: AttemptRun): Orchestration<TaskOutcome> {
  const attempt = attemptOf(run);
  const { deadline } = run;
  const created = yield* call(context, contracts.createGroup, { ...attempt, deadline });
  if (created.result === 'notNeeded') return created.outcome;
  if (created.result === 'refused')
    return { status: 'failed', class: created.class, message: created.message };
  const state = firstWatch(run, context.df.currentUtcDateTime);
  const watcher = watcherIdOf(groupNameOf(attempt));
  const end = yield* callSub(context, contracts.watchGroup, state, watcher);
  const outcome = outcomeOfWatch(end);
  try {
    yield* call(context, contracts.collectAttempt, { ...attempt, group: end.group });
  } catch (error) {
    return withoutResults(outcome, error);
  }
  return outcome;
}

/** Success means that the results are known: a reduce would silently miss them. Any other outcome stands. */
function withoutResults(outcome: JobOutcome, error: unknown): JobOutcome {
  return outcome.status === 'succeeded' ? platformError(error) : outcome;
}

/** The activity never throws, but its host may die or time out; the outcome stands even then. */
function* deleteOrHandOver(
  context: OrchestrationContext,
  attempt: Attempt,
): Orchestration<Cleanup> {
  try {
    return yield* call(context, contracts.deleteOrHandOver, attempt);
  } catch {
    return 'leftToSweeper';
  }
}

function attemptOf({ jobId, task, attempt, target }: AttemptRun): Attempt {
  return { jobId, task, attempt, target };
}
