import type { ActivityHandler } from 'durable-functions';
import * as contracts from '../jobs/admission/contracts.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';

export function reportWait({ store }: Pick<Deps, 'store'>): ActivityHandler {
  return implement(contracts.reportWait, async ({ jobId, waitingFor }) => {
    if (waitingFor !== undefined)
      await store.updateJob(jobId, { waitingFor: waitingFor ?? undefined });
    return { stop: await store.readStop(jobId) };
  });
}
