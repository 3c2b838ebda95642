import type { OrchestrationContext } from 'durable-functions';
import { taskIdOf } from '../jobs/attempt.ts';
import * as contracts from '../jobs/contracts.ts';
import { cursorEntity, type EndedItem, type GivenItem, takeItem } from '../jobs/item-cursor.ts';
import { platformError } from '../jobs/outcome.ts';
import type { ItemLane, TaskEnd, TaskRun } from '../jobs/runs.ts';
import { call, callEntity, callSub, type Orchestration } from './call.ts';
import { recordedEnd } from './recorded-end.ts';

const itemsPerExecution = 20;

/**
 * Takes item after item from the job's cursor, one at a time, until there is none for it; the cursor gets the account
 * of each. Owns nothing, so it continues as new, with its whole state, after 20 items. Never throws: what it could not
 * give account of is taken up by the lane that follows it.
 */
export function* runItemLane(context: OrchestrationContext): Orchestration<null | undefined> {
  const lane = context.df.getInput<ItemLane>();
  let { ended } = lane;
  try {
    for (let count = 0; count < itemsPerExecution; count += 1) {
      const given = yield* nextItem(context, lane, ended);
      if (given.position === undefined) return null;
      ended = yield* ranItem(context, lane, given.position, given.isTakenUp === true);
    }
  } catch {
    return null;
  }
  context.df.continueAsNew({ ...lane, ended });
  return undefined;
}

function nextItem(
  context: OrchestrationContext,
  { jobId, lane, itemCount, stopsAbove }: ItemLane,
  ended: EndedItem | undefined,
): Orchestration<GivenItem> {
  const cursor = { name: cursorEntity, key: jobId };
  const request = {
    lane,
    itemCount,
    ...(stopsAbove !== undefined && { stopsAbove }),
    ...(ended && { ended }),
  };
  return callEntity(context, cursor, takeItem, request);
}

function* ranItem(
  context: OrchestrationContext,
  lane: ItemLane,
  position: number,
  isTakenUp: boolean,
): Orchestration<EndedItem> {
  let task = position;
  try {
    const { jobId, deadline } = lane;
    if (lane.isRetry) task = yield* call(context, contracts.findTask, { jobId, position });
    // Whoever died may have left the task running, and a second one beside it would wait for ever.
    const found = isTakenUp && (yield* recordedEnd(context, { jobId, task, deadline }));
    if (found) return { position, task, end: found };
    const run = taskRunOf(lane, task);
    const end = yield* callSub(context, contracts.runTask, run, taskIdOf(jobId, task));
    return { position, task, end };
  } catch (error) {
    const stop = lane.stopOnFailure ? 'itemFailed' : undefined;
    const end: TaskEnd = { outcome: platformError(error), cleanup: 'leftToSweeper', stop };
    return { position, task, end };
  }
}

function taskRunOf(lane: ItemLane, task: number): TaskRun {
  const { jobId, target, deadline, provisioningTimeoutSeconds, stopOnFailure, policy } = lane;
  const run = { jobId, target, deadline, provisioningTimeoutSeconds, stopOnFailure, policy, task };
  return lane.isPacked ? { ...run, isPacked: true } : run;
}
