import type { ActivityHandler } from 'durable-functions';
import { groupNameOf } from '../jobs/attempt.ts';
import * as contracts from '../jobs/contracts.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';
import { spendingOf } from './spending.ts';

export function readGroup(
  deps: Pick<Deps, 'artifacts' | 'groups' | 'store' | 'now'>,
): ActivityHandler {
  const { groups, store } = deps;
  const spending = spendingOf(deps);
  return implement(contracts.readGroup, async (attempt) => {
    const [group, stop] = await Promise.all([
      groups.read(attempt.target, groupNameOf(attempt)),
      store.readStop(attempt.jobId),
    ]);
    const isOverBudget = await spending.charge(attempt, group);
    // Another item's failure lets what runs come to its end.
    return {
      group,
      cancelRequested: isOverBudget || stop === 'cancelled' || stop === 'overBudget',
    };
  });
}
