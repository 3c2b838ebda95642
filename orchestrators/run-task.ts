import type { OrchestrationContext } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import { type JobOutcome, platformError } from '../jobs/outcome.ts';
import type { AttemptEnd, TaskEnd, TaskRun } from '../jobs/runs.ts';
import { callSub, type Orchestration } from './call.ts';
import { persistently } from './persistently.ts';

const maxAttempts = 1;

/**
 * One task: attempt after attempt until one decides it, and a record of how it ended. Never throws, because a
 * sibling's failure inside an `all` would hold up everything that its parent schedules next.
 */
export function* runTask(context: OrchestrationContext): Orchestration<TaskEnd> {
  const run = context.df.getInput<TaskRun>();
  for (let attempt = 1; ; attempt += 1) {
    const { outcome, cleanup } = yield* attempted(context, run, attempt);
    if (outcome.status === 'skipped') return { outcome, cleanup, stop: 'itemFailed' };
    if (outcome.status !== 'failed' || attempt >= maxAttempts)
      return yield* recorded(context, run, { outcome, cleanup, attempts: attempt });
  }
}

function* attempted(
  context: OrchestrationContext,
  { jobId, task, target, deadline, provisioningTimeoutSeconds }: TaskRun,
  attempt: number,
): Orchestration<AttemptEnd> {
  const input = { jobId, task, attempt, target, deadline, provisioningTimeoutSeconds };
  try {
    return yield* callSub(
      context,
      contracts.runAttempt,
      input,
      `${jobId}-task-${task}-attempt-${attempt}`,
    );
  } catch (error) {
    return { outcome: platformError(error), cleanup: 'leftToSweeper' };
  }
}

/** The outcome stands even when its record cannot be written. */
function* recorded(
  context: OrchestrationContext,
  { jobId, task, stopOnFailure }: TaskRun,
  end: { outcome: JobOutcome; cleanup: AttemptEnd['cleanup']; attempts: number },
): Orchestration<TaskEnd> {
  const { outcome, cleanup } = end;
  try {
    const record = { jobId, task, ...end, stopOnFailure };
    const { stop } = yield* persistently(context, contracts.recordTask, record);
    return { outcome, cleanup, stop };
  } catch {
    const isStop = stopOnFailure && outcome.status === 'failed';
    return { outcome, cleanup, stop: isStop ? 'itemFailed' : undefined };
  }
}
