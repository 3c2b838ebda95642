import type { ContainerRecord, GroupRecord, OperationRecord, PullRecord } from './group-record.ts';
import type { GroupBody } from './group-spec.ts';
import type { LifecycleFault } from './lifecycle-fault.ts';
import { jittered, provisioningTimeoutSeconds, type Timing } from './timing.ts';

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
  /** Images that are known to be here: they need not be pulled. */
  readonly presentImages?: readonly string[];
  /** What the operation comes to. */
  readonly result?: OperationRecord['result'];
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
    ...deployed(deployment, groupId(deployment), []),
    updating: false,
    lifecycle: [...lifecycle],
  };
}

/** The same group with its containers to be made anew, from a body that may have changed. */
export function redeployedGroup(
  group: GroupRecord,
  { lifecycle, ...deployment }: Deployment & { readonly lifecycle?: readonly LifecycleFault[] },
): GroupRecord {
  const previous = [...group.initContainers, ...group.containers];
  const { moves } = group.shared;
  const deployedAnew = deployed({ ...deployment, name: group.name }, groupId(group), previous);
  const next: GroupRecord = {
    ...group,
    ...deployedAnew,
    shared: { ...deployedAnew.shared, moves },
    updating: true,
    lifecycle: [...(lifecycle ?? group.lifecycle)],
  };
  delete next.disturbances;
  delete next.health;
  return next;
}

export function groupId({ subscriptionId, resourceGroup, name }: GroupIdentity): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerInstance/containerGroups/${name}`;
}

function deployed(
  { body, operationId, now, timing, presentImages, result, name }: Deployment & { name: string },
  resourceId: string,
  previous: readonly ContainerRecord[],
) {
  const at = now.toISOString();
  const later = (ms: number): string => new Date(now.getTime() + ms).toISOString();
  const newContainer = (container: { readonly name: string }): ContainerRecord => ({
    name: container.name,
    state: { state: 'Waiting' as const, detailStatus: '' },
    restartCount: 0,
    events: [],
    // Numbers of runs go on, so that a run of the old container is never taken for one of the new.
    run: previous.find((old) => old.name === container.name)?.run ?? 0,
    starting: false,
    hasRun: false,
    failedStarts: 0,
  });
  return {
    body,
    phase: 'pending' as const,
    phaseUntil: later(jittered(timing, timing.pendingMs, `${name} pending`)),
    provisioned: 'no' as const,
    provisioningDeadline: later(provisioningTimeoutSeconds * 1000),
    operation: {
      id: operationId,
      resourceId,
      startTime: at,
      status: 'Pending' as const,
      events: [],
      result: result ?? ('group' as const),
    },
    events: [],
    containers: body.properties.containers.map(newContainer),
    initContainers: body.properties.initContainers.map(newContainer),
    shared: { state: 'needed' as const, failures: 0, moves: 0 },
    pulls: (presentImages ?? []).map((image) => newPull(image, { isPresent: true, at })),
  };
}

/** An image whose turn has not come. */
export function newPull(
  image: string,
  { isPresent, at }: { readonly isPresent: boolean; readonly at: string },
): PullRecord {
  return { image, isPresent, state: 'waiting', answer: 'none', failures: 0, since: at };
}
