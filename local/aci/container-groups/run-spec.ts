import { configMapMounts } from '../model/config-map.ts';
import type { GroupRecord } from '../model/group-record.ts';
import type { ContainerSpec, GroupBody, InitContainerSpec } from '../model/group-spec.ts';
import type { RunKey, RunSpec } from './container-backend.ts';

const bytesPerGB = 1e9;

/**
 * What the backend has to know to start a container: nothing but its own part of the group. `identityEndpoint` is where
 * a group with a managed identity gets its tokens.
 */
export function runSpec(
  { uid, name, body }: GroupRecord,
  key: RunKey,
  identityEndpoint?: string,
): RunSpec {
  const { containers, initContainers, volumes } = body.properties;
  const container = [...initContainers, ...containers].find((spec) => spec.name === key.container);
  if (!container) throw new Error(`there is no container ${key.container} in group ${name}`);
  const { image, command, environmentVariables, volumeMounts } = container.properties;
  const environment = environmentVariables.map(
    (variable) => [variable.name, variable.secureValue ?? variable.value ?? ''] as const,
  );
  const isReadOnly = (volume: string): boolean =>
    volumes.find((one) => one.name === volume)?.azureFile?.readOnly ?? false;
  return {
    ...key,
    image,
    command,
    environment: [...identityEnvironment(body, uid, identityEndpoint), ...environment],
    mounts: [...volumeMounts, ...configMapMounts(container.name, body.properties)].map(
      ({ name: volume, mountPath, readOnly }) => ({
        volume,
        mountPath,
        readOnly: readOnly ?? isReadOnly(volume),
      }),
    ),
    ...limitsOf(container, containers),
  };
}

/** First in the environment, so that what the group itself sets wins: https://learn.microsoft.com/azure/container-instances/container-instances-managed-identity */
function identityEnvironment(
  { identity }: GroupBody,
  secret: string,
  endpoint: string | undefined,
): RunSpec['environment'] {
  if (endpoint === undefined || !identity || identity['type'] === 'None') return [];
  return [
    ['IDENTITY_ENDPOINT', endpoint],
    ['IDENTITY_HEADER', secret],
  ];
}

/**
 * Without a limit of its own a container may use what the whole group has asked for, and so may init containers:
 * https://learn.microsoft.com/azure/container-instances/container-instances-container-groups#resource-allocation
 */
function limitsOf(
  { properties }: ContainerSpec | InitContainerSpec,
  containers: readonly ContainerSpec[],
): Pick<RunSpec, 'cpuLimit' | 'memoryLimitBytes'> {
  const total = (amount: 'cpu' | 'memoryInGB'): number =>
    containers.reduce((sum, one) => sum + one.properties.resources.requests[amount], 0);
  const resources = 'resources' in properties ? properties.resources : undefined;
  return {
    cpuLimit: resources?.limits?.cpu ?? resources?.requests.cpu ?? total('cpu'),
    memoryLimitBytes: (resources?.limits?.memoryInGB ?? total('memoryInGB')) * bytesPerGB,
  };
}
