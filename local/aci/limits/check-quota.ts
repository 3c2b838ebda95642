import type { Emulator } from '../emulator.ts';
import type { GroupRecord } from '../model/group-record.ts';
import type { GroupBody } from '../model/group-spec.ts';
import { limitErrors } from './limit-errors.ts';
import { groupsIn, quotas, rounded, shareOf, totalShare } from './quotas.ts';

/**
 * Throws the service's 400 when a group, new or to be started, takes more of a quota of its region than is left. `before`
 * is what it takes the place of. Call it right before the group is kept, with nothing awaited in between.
 */
export function checkQuota(
  { groups, behaviour }: Pick<Emulator, 'groups' | 'behaviour'>,
  { location, properties }: Pick<GroupBody, 'location' | 'properties'>,
  before?: GroupRecord,
): void {
  const others = groupsIn(location, groups).filter(({ uid }) => uid !== before?.uid);
  const here = others.map(shareOf);
  const share = { properties, takesCores: true };
  const replaced = before?.body.location === location ? shareOf(before) : undefined;
  for (const quota of quotas) {
    const taken = replaced ? quota.share(replaced) : 0;
    const requested = rounded(quota.share(share) - taken);
    const usage = rounded(taken + totalShare(here, quota));
    const limit = quota.limit(behaviour.current.limits);
    if (requested <= 0 || usage + requested <= limit) continue;
    throw limitErrors.quotaReached({ quota: quota.name, location, limit, usage, requested });
  }
}
