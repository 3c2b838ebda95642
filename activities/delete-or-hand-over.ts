import type { ActivityHandler } from 'durable-functions';
import { type Attempt, groupNameOf } from '../jobs/attempt.ts';
import * as contracts from '../jobs/contracts.ts';
import { isGroupOf } from '../jobs/group-owner.ts';
import { keptTags } from '../jobs/lifetimes.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';

export function deleteOrHandOver({
  groups,
  settings,
  now,
}: Pick<Deps, 'groups' | 'settings' | 'now'>): ActivityHandler {
  const isThere = async (attempt: Attempt): Promise<boolean> => {
    const tags = await groups.readTags(attempt.target, groupNameOf(attempt));
    return tags !== undefined && isGroupOf(tags, settings.owner, attempt);
  };
  return implement(contracts.deleteOrHandOver, async ({ keepUntil, isUnsure, ...attempt }) => {
    const { target } = attempt;
    const name = groupNameOf(attempt);
    try {
      if (isUnsure && !(await isThere(attempt))) return 'deleted';
      if (keepUntil !== undefined) {
        const tags = keptTags(new Date(keepUntil), now());
        // One that is gone needs no sweeper.
        return (await groups.tag(target, name, tags)) ? 'leftToSweeper' : 'deleted';
      }
      await groups.delete(target, name);
      return 'deleted';
    } catch {
      return 'leftToSweeper';
    }
  });
}
