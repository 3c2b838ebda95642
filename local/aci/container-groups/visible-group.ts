import type { Emulator } from '../emulator.ts';
import type { ApiRequest } from '../http/route.ts';
import { errors } from '../model/errors.ts';
import { isGhost } from '../model/find-fault.ts';
import type { GroupRecord } from '../model/group-record.ts';

/** The group of a request that reads, or ARM's 404, also for one that a fault hides for a while. */
export function requireVisibleGroup(
  { params }: Pick<ApiRequest, 'params'>,
  { groups, clock }: Pick<Emulator, 'groups' | 'clock'>,
): GroupRecord {
  const group = groups.get(params);
  if (isGhost(group, clock.now())) throw errors.resourceNotFound(group);
  return group;
}
