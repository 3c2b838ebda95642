import type { GroupRecord } from '../model/group-record.ts';
import type { RunKey, RunSpec } from './container-backend.ts';

const bytesPerGB = 1e9;

/** What the backend has to know to start a container: nothing but its own part of the group. */
export function runSpec(group: GroupRecord, key: RunKey): RunSpec {
  const { containers } = group.body.properties;
  const container = containers.find(({ name }) => name === key.container);
  if (!container) throw new Error(`there is no container ${key.container} in group ${group.name}`);
  const { image, command, environmentVariables, resources } = container.properties;
  // Without a limit of its own a container may use what the whole group has asked for:
  // https://learn.microsoft.com/azure/container-instances/container-instances-container-groups#resource-allocation
  const groupMemory = containers.reduce(
    (sum, { properties }) => sum + properties.resources.requests.memoryInGB,
    0,
  );
  return {
    ...key,
    image,
    command,
    environment: environmentVariables.map(
      ({ name, value, secureValue }) => [name, secureValue ?? value ?? ''] as const,
    ),
    mounts: container.properties.volumeMounts.map(({ name, mountPath, readOnly }) => ({
      volume: name,
      mountPath,
      readOnly: readOnly ?? false,
    })),
    cpuLimit: resources.limits?.cpu ?? resources.requests.cpu,
    memoryLimitBytes: (resources.limits?.memoryInGB ?? groupMemory) * bytesPerGB,
  };
}
