import type { Emulator } from '../emulator.ts';
import type { GroupRecord } from '../model/group-record.ts';
import type { GroupBody } from '../model/group-spec.ts';
import { limitErrors } from './limit-errors.ts';
import { quotas, shareOf } from './quotas.ts';

/**
 * Throws the service's 400 when a group, new or to be started, takes more of a quota of its region than is left. `before`
 * is what it takes the place of. Call it right before the group is kept, with nothing awaited in between.
 */
export function checkQuota(
  { groups, behaviour }: Pick<Emulator, 'groups' | 'behaviour'>,
  { location, properties }: Pick<GroupBody, 'location' | 'properties'>,
  before?: GroupRecord,
): void {
  const others = groups.list().filter((group) => group.uid !== before?.uid);
  const here = others.filter(({ body }) => body.location === location);
  for (const quota of quotas) {
    const wanted = quota.share({ properties, takesCores: true });
    const taken = before?.body.location === location ? shareOf(before, quota) : 0;
    const requested = rounded(wanted - taken);
    const usage = rounded(here.reduce((sum, group) => sum + shareOf(group, quota), taken));
    const limit = quota.limit(behaviour.current.limits);
    if (requested <= 0 || usage + requested <= limit) continue;
    throw limitErrors.quotaReached({ quota: quota.name, location, limit, usage, requested });
  }
}

/** Sums of tenths are not exact. */
function rounded(cores: number): number {
  return Number(cores.toFixed(3));
}
