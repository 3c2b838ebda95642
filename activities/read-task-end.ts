import type { ActivityHandler } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import { recordedCounts } from '../jobs/item-results.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';

export function readTaskEnd({ store }: Pick<Deps, 'store'>): ActivityHandler {
  return implement(contracts.readTaskEnd, async ({ jobId, task }) => {
    const [row, stop] = await Promise.all([store.readTask(jobId, task), store.readStop(jobId)]);
    if (!row?.outcome) return {};
    const { outcome, cleanup = 'leftToSweeper', items } = row;
    const end = {
      outcome,
      cleanup,
      // As recordTask says it.
      stop: stop === 'overBudget' ? 'cancelled' : stop,
      ...(items && { items: recordedCounts(items, outcome) }),
    };
    return { end };
  });
}
