import type { GroupRecord } from './group-record.ts';

type ProvisioningState = 'Pending' | 'Creating' | 'Updating' | 'Succeeded' | 'Failed';
type InstanceState = 'Pending' | 'Running' | 'Stopped' | 'Succeeded' | 'Failed';

/** `Succeeded` means "all containers have started", never "the job is done". */
export function provisioningState(group: GroupRecord): ProvisioningState {
  if (group.provisioned !== 'no') return group.provisioned;
  if (group.updating) return 'Updating';
  return group.phase === 'pending' ? 'Pending' : 'Creating';
}

/** https://learn.microsoft.com/azure/container-instances/container-state */
export function instanceState(group: GroupRecord): InstanceState {
  const { containers, body } = group;
  const policy = body.properties.restartPolicy;
  if (group.phase === 'stopped') return 'Stopped';
  if (policy !== 'Always' && containers.every(({ state }) => state.state === 'Terminated')) {
    const failed = containers.some(({ state }) => 'exitCode' in state && state.exitCode !== 0);
    return failed ? 'Failed' : 'Succeeded';
  }
  return containers.some(({ hasRun }) => hasRun) ? 'Running' : 'Pending';
}

/** A group that is over: a PUT on its name is a new deployment. */
export function isFinished(group: GroupRecord): boolean {
  return ['Succeeded', 'Failed'].includes(instanceState(group));
}
