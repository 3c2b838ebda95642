import type { ActivityHandler } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';
import { spendingOf } from './spending.ts';

export function recordTask(deps: Pick<Deps, 'artifacts' | 'store' | 'now'>): ActivityHandler {
  const { store } = deps;
  const spending = spendingOf(deps);
  return implement(contracts.recordTask, async (record) => {
    const { jobId, task, attempts, outcome, cleanup, stopOnFailure } = record;
    await store.putTask(jobId, task, { state: 'over', attempts, outcome, cleanup });
    if (stopOnFailure && outcome.status === 'failed') await store.requestStop(jobId, 'itemFailed');
    const isOverBudget = await spending.settle(jobId);
    const stop = await store.readStop(jobId);
    // To lanes it is as if somebody had cancelled; finishJob tells them apart.
    return { stop: isOverBudget || stop === 'overBudget' ? 'cancelled' : stop };
  });
}
