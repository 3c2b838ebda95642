import type { GroupRecord } from '../model/group-record.ts';
import type { GroupBody } from '../model/group-spec.ts';
import { instanceState, provisioningState } from '../model/group-states.ts';
import type { LifecycleFault } from '../model/lifecycle-fault.ts';
import { groupId } from '../model/new-group.ts';
import { resourceKey, type ResourceKey } from '../store/resource-key.ts';

/** No resource group has a colon in its name: what waits in a pool is nobody's yet, and no list shows it. */
const prefix = 'standby:';

/** Where the groups of a pool wait. */
export function waitingPlace(pool: ResourceKey): string {
  return `${prefix}${resourceKey(pool)}`;
}

export function isWaiting({ resourceGroup }: Pick<GroupRecord, 'resourceGroup'>): boolean {
  return resourceGroup.startsWith(prefix);
}

export function isReady(group: GroupRecord): boolean {
  return provisioningState(group) === 'Succeeded' && instanceState(group) === 'Running';
}

/** It will not be ready (any more). */
export function isSpent(group: GroupRecord): boolean {
  return (
    provisioningState(group) === 'Failed' || !['Pending', 'Running'].includes(instanceState(group))
  );
}

/** Whether a waiting group is what the body asks for; config maps alone may differ, they are changed in place. */
export function suits(group: GroupRecord, { location, properties }: GroupBody): boolean {
  return group.body.location === location && partsOf(group.body.properties) === partsOf(properties);
}

const changeable = new Set(['configMap', 'standbyPoolProfile']);

/** The same for equal parts, in whatever order their fields came. */
function partsOf(properties: GroupBody['properties']): string {
  return JSON.stringify(properties, (name, part: unknown) => {
    if (changeable.has(name)) return undefined;
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(
      Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  });
}

/** A waiting group as the one that was asked for: it runs already. */
export function claimedGroup(
  waiting: GroupRecord,
  claim: {
    readonly body: GroupBody;
    readonly subscriptionId: string;
    readonly resourceGroup: string;
    readonly name: string;
    readonly operationId: string;
    readonly lifecycle: readonly LifecycleFault[];
    readonly now: Date;
  },
): GroupRecord {
  const { body, subscriptionId, resourceGroup, name, lifecycle } = claim;
  return {
    ...waiting,
    ...{ body, subscriptionId, resourceGroup, name },
    lifecycle: [...lifecycle],
    fromStandbyPool: true,
    operation: {
      ...waiting.operation,
      id: claim.operationId,
      resourceId: groupId(claim),
      startTime: claim.now.toISOString(),
      status: 'Succeeded',
    },
  };
}
