import type { OrchestrationContext } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import { goesOn, withTask } from '../jobs/lane-end.ts';
import { platformError } from '../jobs/outcome.ts';
import type { LaneEnd, LaneState, TaskEnd } from '../jobs/runs.ts';
import { callSub, type Orchestration } from './call.ts';

const itemsPerExecution = 20;

/**
 * The lane of version 1.0.0, for its jobs that are under way; jobs of today have `runItemLane`.
 * Runs every `lanes`-th item of a job, one at a time, until there is none left or the job is stopped. Owns nothing,
 * so it continues as new, with its whole state, after 20 items. Returns counts and never throws.
 */
export function* runLane(context: OrchestrationContext): Orchestration<LaneEnd | undefined> {
  let lane = context.df.getInput<LaneState>();
  for (let count = 0; count < itemsPerExecution; count += 1) {
    const end = yield* ranTask(context, lane);
    const next = lane.next + lane.lanes;
    lane = { ...lane, soFar: withTask(lane.soFar, lane.next, end), next };
    if (!goesOn(end) || next >= lane.itemCount) return lane.soFar;
  }
  context.df.continueAsNew(lane);
  return undefined;
}

function* ranTask(context: OrchestrationContext, lane: LaneState): Orchestration<TaskEnd> {
  const { jobId, target, deadline, provisioningTimeoutSeconds, stopOnFailure, policy, next } = lane;
  const shared = { jobId, target, deadline, provisioningTimeoutSeconds, stopOnFailure, policy };
  const run = { ...shared, task: next };
  try {
    return yield* callSub(context, contracts.runTask, run, `${jobId}-task-${next}`);
  } catch (error) {
    const stop = stopOnFailure ? 'itemFailed' : undefined;
    return { outcome: platformError(error), cleanup: 'leftToSweeper', stop };
  }
}
