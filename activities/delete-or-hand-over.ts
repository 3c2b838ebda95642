import type { ActivityHandler } from 'durable-functions';
import { groupNameOf } from '../jobs/attempt.ts';
import * as contracts from '../jobs/contracts.ts';
import { keptTags } from '../jobs/lifetimes.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';

export function deleteOrHandOver({ groups, now }: Pick<Deps, 'groups' | 'now'>): ActivityHandler {
  return implement(contracts.deleteOrHandOver, async ({ keepUntil, ...attempt }) => {
    const { target } = attempt;
    const name = groupNameOf(attempt);
    try {
      if (keepUntil !== undefined) {
        // One that is gone needs no sweeper.
        const isThere = await groups.tag(target, name, keptTags(new Date(keepUntil), now()));
        return isThere ? 'leftToSweeper' : 'deleted';
      }
      await groups.delete(target, name);
      return 'deleted';
    } catch {
      return 'leftToSweeper';
    }
  });
}
