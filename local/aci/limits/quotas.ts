import type { Emulator } from '../emulator.ts';
import type { GroupRecord } from '../model/group-record.ts';
import type { GroupBody } from '../model/group-spec.ts';
import { isFinished } from '../model/group-states.ts';
import type { Limits } from '../model/behaviour.ts';

interface Quota {
  readonly name: string;
  readonly label: string;
  limit(limits: Limits): number;
  /** What a group takes of it. */
  share(group: GroupShare): number;
}

type GroupShare = Pick<GroupBody, 'properties'> & {
  /** Its containers run, or will; those of a stopped or finished group take no cores. */
  readonly takesCores: boolean;
};

const none = (): number => 0;

/** In the order of the service's own list: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
export const quotas: readonly Quota[] = [
  {
    name: 'ContainerGroups',
    label: 'Container Groups',
    limit: ({ containerGroups }) => containerGroups,
    share: (group) => (isOfSku(group, 'Standard') ? 1 : 0),
  },
  {
    name: 'StandardCores',
    label: 'Standard Cores',
    limit: ({ standardCores }) => standardCores,
    share: (group) => (isOfSku(group, 'Standard') && !isSpot(group) ? coresOf(group) : 0),
  },
  {
    name: 'StandardSpotCores',
    label: 'Standard Spot Cores',
    limit: ({ standardSpotCores }) => standardSpotCores,
    share: (group) => (isOfSku(group, 'Standard') && isSpot(group) ? coresOf(group) : 0),
  },
  // GPUs are retired, and no subscription has dedicated hosts unless it asks for them.
  { name: 'StandardK80Cores', label: 'Standard K80 Cores', limit: none, share: none },
  { name: 'StandardP100Cores', label: 'Standard P100 Cores', limit: none, share: none },
  { name: 'StandardV100Cores', label: 'Standard V100 Cores', limit: none, share: none },
  {
    name: 'DedicatedContainerGroups',
    label: 'Dedicated Container Groups',
    limit: none,
    share: (group) => (isOfSku(group, 'Dedicated') ? 1 : 0),
  },
  {
    name: 'DedicatedCores',
    label: 'Dedicated Cores',
    limit: none,
    share: (group) => (isOfSku(group, 'Dedicated') ? coresOf(group) : 0),
  },
  {
    name: 'ConfidentialContainerGroups',
    label: 'Confidential Container Groups',
    limit: ({ containerGroups }) => containerGroups,
    share: (group) => (isOfSku(group, 'Confidential') ? 1 : 0),
  },
  {
    name: 'ConfidentialCores',
    label: 'Confidential Cores',
    limit: ({ standardCores }) => standardCores,
    share: (group) => (isOfSku(group, 'Confidential') ? coresOf(group) : 0),
  },
];

/** A group that is there, as quotas see it. */
export function shareOf(group: GroupRecord): GroupShare {
  const isOver = group.phase === 'stopped' || group.phase === 'failed' || isFinished(group);
  return { properties: group.body.properties, takesCores: !isOver };
}

/** The groups of a region, those that wait in standby pools as well. */
export function groupsIn(location: string, groups: Emulator['groups']): GroupRecord[] {
  return groups.list().filter(({ body }) => body.location === location);
}

export function totalShare(shares: readonly GroupShare[], quota: Quota): number {
  return rounded(shares.reduce((sum, share) => sum + quota.share(share), 0));
}

/** Sums of tenths are not exact. */
export function rounded(cores: number): number {
  return Number(cores.toFixed(3));
}

function isOfSku({ properties: { sku } }: GroupShare, wanted: string): boolean {
  return (sku === 'NotSpecified' ? 'Standard' : sku) === wanted;
}

function isSpot({ properties }: GroupShare): boolean {
  return properties.priority === 'Spot';
}

function coresOf({ properties, takesCores }: GroupShare): number {
  if (!takesCores) return 0;
  return properties.containers.reduce(
    (sum, container) => sum + container.properties.resources.requests.cpu,
    0,
  );
}
