import type { ActivityHandler } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';

export function recordAttempts({ store }: Pick<Deps, 'store'>): ActivityHandler {
  return implement(contracts.recordAttempts, async ({ jobId, task, failedAttempts }) => {
    await store.putTask(jobId, task, { failedAttempts });
    return null;
  });
}
