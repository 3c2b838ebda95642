import type { OrchestrationContext } from 'durable-functions';
import { laneIdOf, taskIdOf } from '../jobs/attempt.ts';
import * as contracts from '../jobs/contracts.ts';
import { closeCursor, cursorEntity } from '../jobs/item-cursor.ts';
import { cleanupOf, emptyLane, jobOutcome, withTask } from '../jobs/lane-end.ts';
import { type JobOutcome, platformError } from '../jobs/outcome.ts';
import type { JobEnd, JobPlan, LaneEnd, Run } from '../jobs/runs.ts';
import type { WorkloadSpec } from '../jobs/job-spec.ts';
import { call, callEntity, callSub, callSubs, endSubs, type Orchestration } from './call.ts';
import { persistently } from './persistently.ts';
import { ranSteps } from './run-steps.ts';

const maxSetsOfLanes = 3;

interface Input {
  readonly jobId: string;
  readonly workloadSpec?: WorkloadSpec;
  readonly spec?: unknown;
}

/**
 * Owns a job: plans it, runs its task or its lanes and then its reduce, or its steps, and records its end after all of them
 * have ended. Never continues as new. It ends with an outcome whatever fails, but for the record of the end itself and the
 * reply: when one of them fails for minutes the orchestration fails, and starting it again under its id ends the job from
 * what the tasks have recorded, running none of them twice.
 */
export function* runJob(context: OrchestrationContext): Orchestration<JobOutcome> {
  const input = context.df.getInput<Input>();
  // By its id a job's instance is found: to be cancelled, and to be started again when it is lost.
  if (input.spec !== undefined && context.df.instanceId !== input.jobId)
    throw new Error(`runJob needs the job's id ${input.jobId} as the id of its instance.`);
  const end = yield* ranJob(context, input);
  const { jobId } = input;
  const finish = { jobId, ...end };
  const {
    outcome,
    hasReply,
    notify = [],
  } = yield* persistently(context, contracts.finishJob, finish);
  for (const index of notify) yield* told(context, jobId, index);
  if (hasReply) yield* persistently(context, contracts.sendReply, { jobId });
  return outcome;
}

/** A receiver that answers to none of the tries for minutes does not keep the others, or the job, from their end. */
function* told(context: OrchestrationContext, jobId: string, index: number): Orchestration<void> {
  try {
    yield* persistently(context, contracts.notify, { jobId, index });
  } catch {
    // Each try that failed is in the log of the app; the outcome stands.
  }
}

function* ranJob(context: OrchestrationContext, input: Input): Orchestration<JobEnd> {
  let cleanup: JobEnd['cleanup'] = 'deleted';
  try {
    const startedAt = context.df.currentUtcDateTime.getTime();
    const plan = yield* call(context, contracts.planJob, input);
    if (plan.kind === 'over') return { outcome: plan.outcome, cleanup: plan.cleanup ?? cleanup };
    // From here on there may be groups that nobody knows to be deleted.
    cleanup = 'leftToSweeper';
    const deadline = new Date(startedAt + plan.timeoutSeconds * 1000).toISOString();
    if (plan.kind === 'steps')
      return yield* ranSteps(context, plan, { jobId: input.jobId, deadline });
    return yield* ranTasks(context, plan, runOf(input.jobId, plan, deadline));
  } catch (error) {
    return { outcome: platformError(error), cleanup };
  }
}

function* ranTasks(context: OrchestrationContext, plan: JobPlan, run: Run): Orchestration<JobEnd> {
  const lanes = yield* ranItems(context, plan, run);
  const count = plan.items ?? plan.toRun ?? plan.itemCount;
  const outcome = jobOutcome(lanes, count, plan.toleratedFailures);
  const items = { outcome, cleanup: cleanupOf(lanes) };
  if (!plan.hasReduce || items.outcome.status !== 'succeeded') return items;
  const reduce = yield* ranTask(context, { ...run, isPacked: false }, plan.itemCount);
  return { outcome: jobOutcome([reduce], 1), cleanup: cleanupOf([items, reduce]) };
}

function ranItems(
  context: OrchestrationContext,
  plan: JobPlan,
  run: Run,
): Orchestration<LaneEnd[]> {
  if (plan.itemCount === 1 && plan.toRun === undefined) return onlyTask(context, run);
  return plan.hasCursor ? itemLanes(context, plan, run) : strideLanes(context, plan, run);
}

function* onlyTask(context: OrchestrationContext, run: Run): Orchestration<LaneEnd[]> {
  return [yield* ranTask(context, run, 0)];
}

function* ranTask(context: OrchestrationContext, run: Run, task: number): Orchestration<LaneEnd> {
  const id = taskIdOf(run.jobId, task);
  const end = yield* callSub(context, contracts.runTask, { ...run, task }, id);
  return withTask(emptyLane, task, end);
}

/**
 * All lanes at once, by one `all`: a sliding window of `any` starts items twice on Azure's engine. What a lane that died
 * has left is taken up by a second and a third set of them.
 */
function* itemLanes(
  context: OrchestrationContext,
  plan: JobPlan,
  run: Run,
): Orchestration<LaneEnd[]> {
  const { lanes, toRun, itemCount: all, stopOnFailure, toleratedFailures = 0 } = plan;
  const itemCount = toRun ?? all;
  if (itemCount === 0) return [];
  const input = {
    ...run,
    itemCount,
    // Tasks stop the job by themselves only where one failure is one too many.
    stopOnFailure: stopOnFailure && toleratedFailures === 0,
    ...(stopOnFailure && { stopsAbove: toleratedFailures }),
    ...(toRun !== undefined && { isRetry: true }),
  };
  const cursor = { name: cursorEntity, key: run.jobId };
  for (let set = 1; ; set += 1) {
    const subs = Array.from({ length: lanes }, (_, lane) => ({
      input: { ...input, lane },
      instanceId: laneIdOf(run.jobId, lane, set),
    }));
    yield* endSubs(context, contracts.runItemLane, subs);
    const isLast = set === maxSetsOfLanes;
    const closing = { itemCount, isLast };
    const { account, isOver } = yield* callEntity(context, cursor, closeCursor, closing);
    if (isOver || isLast) return [account];
  }
}

/** As version 1.0.0 did: for jobs that it has planned. */
function strideLanes(
  context: OrchestrationContext,
  { lanes, itemCount }: JobPlan,
  run: Run,
): Orchestration<LaneEnd[]> {
  const subs = Array.from({ length: lanes }, (_, lane) => ({
    input: { ...run, next: lane, lanes, itemCount, soFar: emptyLane },
    instanceId: laneIdOf(run.jobId, lane),
  }));
  return callSubs(context, contracts.runLane, subs);
}

function runOf(jobId: string, plan: JobPlan, deadline: string): Run {
  const { target, provisioningTimeoutSeconds, stopOnFailure, policy, items } = plan;
  const run = { jobId, target, deadline, provisioningTimeoutSeconds, stopOnFailure, policy };
  return items === undefined ? run : { ...run, isPacked: true };
}
