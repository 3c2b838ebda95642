import type { ActivityHandler } from 'durable-functions';
import { groupNameOf } from '../jobs/attempt.ts';
import * as contracts from '../jobs/contracts.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';

export function readGroup({ groups, store }: Pick<Deps, 'groups' | 'store'>): ActivityHandler {
  return implement(contracts.readGroup, async (attempt) => {
    const [group, stop] = await Promise.all([
      groups.read(attempt.target, groupNameOf(attempt)),
      store.readStop(attempt.jobId),
    ]);
    // Another item's failure lets what runs come to its end.
    return { group, cancelRequested: stop === 'cancelled' };
  });
}
