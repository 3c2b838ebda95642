import type { ActivityHandler } from 'durable-functions';
import { groupNameOf } from '../jobs/attempt.ts';
import * as contracts from '../jobs/contracts.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';

export function deleteOrHandOver({ groups }: Pick<Deps, 'groups'>): ActivityHandler {
  return implement(contracts.deleteOrHandOver, async (attempt) => {
    try {
      await groups.delete(attempt.target, groupNameOf(attempt));
      return 'deleted';
    } catch {
      return 'leftToSweeper';
    }
  });
}
