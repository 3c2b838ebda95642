import type { ActivityHandler } from 'durable-functions';
import { waitersOf } from '../jobs/attempt.ts';
import * as contracts from '../jobs/contracts.ts';
import { recordedCounts } from '../jobs/item-results.ts';
import { type TaskRow, wasCut } from '../jobs/job-rows.ts';
import type { StopReason } from '../jobs/outcome.ts';
import type { TaskEnd } from '../jobs/runs.ts';
import type { Deps } from './deps.ts';
import { type ActivityContext, implement } from './implement.ts';
import { stateByClient } from './instance-state.ts';

/** Whether there is such an orchestration, and it is not over. */
type IsAlive = (instanceId: string) => Promise<boolean>;

/** It needs the `durableClient` input. */
export function readTaskEnd(
  { store }: Pick<Deps, 'store'>,
  isAliveOf: (context: ActivityContext) => IsAlive = isAliveByClient,
): ActivityHandler {
  return implement(contracts.readTaskEnd, async ({ jobId, task }, context) => {
    const isAlive = isAliveOf(context);
    const [row, stop] = await Promise.all([store.readTask(jobId, task), store.readStop(jobId)]);
    const end = row && endOf(row, stop);
    if (end) return { end };
    // Those of a task that was terminated go on without it.
    const owners = waitersOf(jobId, task, row?.attempts ?? 1);
    const alive = await Promise.all(owners.map((id) => isAlive(id)));
    return { isUnknown: !alive.includes(true) };
  });
}

function endOf(row: TaskRow, stop: StopReason | undefined): TaskEnd | undefined {
  const { outcome, cleanup = 'leftToSweeper', items } = row;
  if (!outcome) return undefined;
  return {
    outcome,
    cleanup,
    // As recordTask says it.
    stop: stop === 'overBudget' ? 'cancelled' : stop,
    ...(items && { items: recordedCounts(items, outcome) }),
    ...(wasCut(row) && { isCut: true }),
  };
}

function isAliveByClient(context: ActivityContext): IsAlive {
  const stateOf = stateByClient(context);
  return async (instanceId) => (await stateOf(instanceId)) === 'alive';
}
