import type { ActivityHandler } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';

export function recordTask({ store }: Pick<Deps, 'store'>): ActivityHandler {
  return implement(contracts.recordTask, async (record) => {
    const { jobId, task, attempts, outcome, cleanup, stopOnFailure } = record;
    await store.putTask(jobId, task, { state: 'over', attempts, outcome, cleanup });
    if (stopOnFailure && outcome.status === 'failed') await store.requestStop(jobId, 'itemFailed');
    return { stop: await store.readStop(jobId) };
  });
}
