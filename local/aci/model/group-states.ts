import type { GroupRecord } from './group-record.ts';

type OperationStatus = 'Pending' | 'Creating' | 'Updating' | 'Succeeded' | 'Failed';
type ProvisioningState = OperationStatus | 'Unhealthy' | 'Repairing';
type InstanceState = 'Pending' | 'Running' | 'Stopped' | 'Succeeded' | 'Failed';

/** `Succeeded` means "all containers have started", never "the job is done". */
export function provisioningState(group: GroupRecord): ProvisioningState {
  return group.health ?? operationStatus(group);
}

/** How the newest deployment of the group goes; what comes after it does not change it. */
export function operationStatus(group: GroupRecord): OperationStatus {
  if (group.provisioned !== 'no') return group.provisioned;
  if (group.updating) return 'Updating';
  return group.phase === 'pending' ? 'Pending' : 'Creating';
}

/** https://learn.microsoft.com/azure/container-instances/container-state */
export function instanceState(group: GroupRecord): InstanceState {
  const { containers, body } = group;
  const policy = body.properties.restartPolicy;
  if (group.phase === 'stopped') return 'Stopped';
  if (hasFailedToInitialise(group)) return 'Failed';
  if (policy !== 'Always' && containers.every(({ state }) => state.state === 'Terminated')) {
    const failed = containers.some(({ state }) => 'exitCode' in state && state.exitCode !== 0);
    return failed ? 'Failed' : 'Succeeded';
  }
  return containers.some(({ hasRun }) => hasRun) ? 'Running' : 'Pending';
}

/** Only when nothing is restarted does an init container end with anything but success. */
function hasFailedToInitialise({ initContainers }: GroupRecord): boolean {
  return initContainers.some(
    ({ state }) => state.state === 'Terminated' && 'exitCode' in state && state.exitCode !== 0,
  );
}

/** A group that is over: a PUT on its name is a new deployment. */
export function isFinished(group: GroupRecord): boolean {
  return ['Succeeded', 'Failed'].includes(instanceState(group));
}
