import type { OrchestrationContext } from 'durable-functions';
import { attemptIdOf, taskIdOf } from '../jobs/attempt.ts';
import * as contracts from '../jobs/contracts.ts';
import { type FailedAttempt, failedAttempt } from '../jobs/failed-attempt.ts';
import { cleanupOf } from '../jobs/lane-end.ts';
import { type Cleanup, type JobOutcome, platformError } from '../jobs/outcome.ts';
import { afterAttempt, nothingTried, type Tried, waitBeforeNext } from '../jobs/retry.ts';
import type { AttemptEnd, TaskEnd, TaskRun } from '../jobs/runs.ts';
import { call, callSub, type Orchestration } from './call.ts';
import { pauseOf } from './pause.ts';
import { persistently } from './persistently.ts';

/**
 * One task: attempt after attempt until one decides it, and a record of how it ended. Never throws, because a
 * sibling's failure inside an `all` would hold up everything that its parent schedules next.
 */
export function* runTask(context: OrchestrationContext): Orchestration<TaskEnd> {
  const run = context.df.getInput<TaskRun>();
  const { jobId, task, policy } = run;
  const pause = pauseOf(context);
  const failed: FailedAttempt[] = [];
  let tried = nothingTried;
  let cleanup: Cleanup = 'deleted';
  for (let attempt = 1; ; attempt += 1) {
    const end = yield* attempted(context, run, attempt, tried);
    const { outcome } = end;
    cleanup = cleanupOf([{ cleanup }, end]);
    if (outcome.status === 'skipped') return yield* skipped(context, run, { failed, cleanup });
    if (end.attempts !== undefined)
      return yield* recorded(context, run, { outcome, cleanup, attempts: end.attempts });
    tried = afterAttempt(tried, outcome, policy);
    const wait = waitBeforeNext(tried, outcome, policy, taskIdOf(jobId, task));
    if (wait === undefined || outcome.status !== 'failed' || isTooLate(context, run, wait))
      return yield* recorded(context, run, { outcome, cleanup, attempts: attempt });
    failed.push(failedAttempt(attempt, end.region, outcome));
    yield* recordedAttempts(context, run, failed);
    if (wait > 0) yield* pause(wait);
  }
}

function* attempted(
  context: OrchestrationContext,
  { jobId, task, target, deadline, provisioningTimeoutSeconds, policy }: TaskRun,
  attempt: number,
  tried: Tried,
): Orchestration<AttemptEnd> {
  const named = { jobId, task, attempt, target };
  const input = {
    ...named,
    deadline,
    provisioningTimeoutSeconds,
    ...(policy && { policy, tried }),
  };
  try {
    return yield* callSub(context, contracts.runAttempt, input, attemptIdOf(input));
  } catch (error) {
    return { outcome: platformError(error), cleanup: 'leftToSweeper' };
  }
}

/** Another item stopped the job: what was never tried is no failure, what failed before has failed. */
function* skipped(
  context: OrchestrationContext,
  run: TaskRun,
  { failed, cleanup }: { readonly failed: readonly FailedAttempt[]; readonly cleanup: Cleanup },
): Orchestration<TaskEnd> {
  const last = failed.at(-1);
  if (!last) return { outcome: { status: 'skipped' }, cleanup, stop: 'itemFailed' };
  const { outcome, attempt: attempts } = last;
  const end = yield* recorded(context, run, { outcome, cleanup, attempts });
  return { ...end, isCut: true };
}

/** Whether the job is over before the wait is: then the failure tells more than that the time was up. */
function isTooLate(context: OrchestrationContext, { deadline }: TaskRun, wait: number): boolean {
  return context.df.currentUtcDateTime.getTime() + wait >= new Date(deadline).getTime();
}

/** Only for whoever looks: that it cannot be written down keeps nobody from trying again. */
function* recordedAttempts(
  context: OrchestrationContext,
  { jobId, task }: TaskRun,
  failedAttempts: FailedAttempt[],
): Orchestration<void> {
  try {
    yield* call(context, contracts.recordAttempts, { jobId, task, failedAttempts });
  } catch {
    // The next one writes all of them.
  }
}

/** The outcome stands even when its record cannot be written. */
function* recorded(
  context: OrchestrationContext,
  { jobId, task, stopOnFailure, isPacked }: TaskRun,
  end: { outcome: JobOutcome; cleanup: Cleanup; attempts: number },
): Orchestration<TaskEnd> {
  const { outcome, cleanup } = end;
  try {
    const record = { jobId, task, ...end, stopOnFailure, ...(isPacked && { isPacked }) };
    const { stop, items } = yield* persistently(context, contracts.recordTask, record);
    return { outcome, cleanup, stop, ...(items && { items }) };
  } catch {
    const isStop = stopOnFailure && outcome.status === 'failed';
    return { outcome, cleanup, stop: isStop ? 'itemFailed' : undefined };
  }
}
