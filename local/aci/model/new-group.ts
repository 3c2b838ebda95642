import type { ContainerRecord, GroupRecord } from './group-record.ts';
import type { GroupBody } from './group-spec.ts';
import type { LifecycleFault } from './lifecycle-fault.ts';
import { provisioningTimeoutSeconds, type Timing } from './timing.ts';

interface GroupIdentity {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
}

interface Deployment {
  readonly body: GroupBody;
  readonly operationId: string;
  readonly now: Date;
  readonly timing: Timing;
}

/** A group as it is the moment its PUT is answered. */
export function newGroup({
  uid,
  lifecycle,
  ...deployment
}: Deployment &
  GroupIdentity & {
    readonly uid: string;
    readonly lifecycle: readonly LifecycleFault[];
  }): GroupRecord {
  const { subscriptionId, resourceGroup, name } = deployment;
  return {
    uid,
    subscriptionId,
    resourceGroup,
    name,
    ...deployed({ ...deployment, resourceId: groupId(deployment), previous: [] }),
    updating: false,
    lifecycle: [...lifecycle],
  };
}

/** The same group with its containers to be made anew, from a body that may have changed. */
export function redeployedGroup(group: GroupRecord, deployment: Deployment): GroupRecord {
  return {
    ...group,
    ...deployed({ ...deployment, resourceId: groupId(group), previous: group.containers }),
    updating: true,
  };
}

export function groupId({ subscriptionId, resourceGroup, name }: GroupIdentity): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerInstance/containerGroups/${name}`;
}

function deployed({
  body,
  operationId,
  now,
  timing,
  resourceId,
  previous,
}: Deployment & { readonly resourceId: string; readonly previous: readonly ContainerRecord[] }) {
  const at = now.toISOString();
  const later = (ms: number): string => new Date(now.getTime() + ms).toISOString();
  return {
    body,
    phase: 'pending' as const,
    phaseUntil: later(timing.pendingMs),
    provisioned: 'no' as const,
    provisioningDeadline: later(provisioningTimeoutSeconds * 1000),
    operation: {
      id: operationId,
      resourceId,
      startTime: at,
      status: 'Pending' as const,
      events: [],
    },
    events: [],
    containers: body.properties.containers.map(({ name }) => ({
      name,
      state: { state: 'Waiting' as const, detailStatus: '' },
      restartCount: 0,
      events: [],
      // Numbers of runs go on, so that a run of the old container is never taken for one of the new.
      run: previous.find((old) => old.name === name)?.run ?? 0,
      starting: false,
      hasRun: false,
      failedStarts: 0,
    })),
  };
}
