import type { OrchestrationContext } from 'durable-functions';
import { runJob } from '../jobs/contracts.ts';
import { type Cleanup, platformError, type TaskOutcome } from '../jobs/outcome.ts';
import * as contracts from '../jobs/steps/contracts.ts';
import { awaitIdOf } from '../jobs/steps/ids.ts';
import { callSub, type Orchestration } from './call.ts';
import { persistently } from './persistently.ts';

/**
 * One step of a job: waits for its turn, does its work and records its end. Never throws, because a sibling's failure
 * inside an `all` would hold up everything that its parent schedules next; never continues as new, because its work may be
 * a job.
 */
export function* runStep(context: OrchestrationContext): Orchestration<null> {
  const run = context.df.getInput<contracts.StepRun>();
  const outcome = yield* endedStep(context, run);
  yield* recorded(context, run, outcome);
  return null;
}

function* endedStep(
  context: OrchestrationContext,
  { jobId, step, deadline }: contracts.StepRun,
): Orchestration<TaskOutcome> {
  const run = { jobId, step, deadline };
  try {
    const id = awaitIdOf(jobId, step);
    const awaited = yield* callSub(context, contracts.awaitStep, run, id);
    return awaited.look === 'over' ? awaited.outcome : yield* didWork(context, run);
  } catch (error) {
    return platformError(error);
  }
}

/** Undoes a step that has succeeded, by its own timeout. Never throws; what it could not do is in the step's row. */
export function* undidStep(
  context: OrchestrationContext,
  { jobId, step }: Pick<contracts.StepRun, 'jobId' | 'step'>,
): Orchestration<Cleanup> {
  const work = { jobId, step, isCompensation: true };
  let outcome: TaskOutcome;
  try {
    outcome = yield* didWork(context, work);
  } catch (error) {
    outcome = platformError(error);
  }
  return yield* recorded(context, work, outcome);
}

/** Its job is one like all others, under an id that is its instance's too. */
function* didWork(
  context: OrchestrationContext,
  work: contracts.StepWork,
): Orchestration<TaskOutcome> {
  const prepared = yield* persistently(context, contracts.prepareStep, work);
  if (prepared.kind === 'over') return prepared.outcome;
  if (prepared.kind === 'job')
    return yield* callSub(context, runJob, { jobId: prepared.jobId }, prepared.jobId);
  const { jobId, step, isCompensation } = work;
  const input = { jobId, step, ...(isCompensation && { isCompensation }) };
  return yield* persistently(context, contracts.callStepActivity, input);
}

/** Those that wait for a record that could not be written wait to the job's deadline. */
function* recorded(
  context: OrchestrationContext,
  { jobId, step, isCompensation }: contracts.StepWork,
  outcome: TaskOutcome,
): Orchestration<Cleanup> {
  const input = { jobId, step, outcome, ...(isCompensation && { isCompensation }) };
  try {
    return (yield* persistently(context, contracts.recordStep, input)).cleanup;
  } catch {
    return 'leftToSweeper';
  }
}
