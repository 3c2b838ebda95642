import type { ErrorDetail } from './azure-error.ts';
import {
  resourceName,
  type ContainerSpec,
  type GroupProperties,
  type InitContainerSpec,
} from './group-spec.ts';
import { invalid, invalidContent } from './invalid.ts';
import { portProblems } from './port-rules.ts';
import { probeProblems } from './probe-rules.ts';
import { volumeProblems } from './volume-rules.ts';

/** Largest group, and largest Spot group: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const largest = { cpu: 31, memoryInGB: 240 };
const largestSpot = { cpu: 4, memoryInGB: 16 };

/** What is wrong with a group beyond its shape; all of it. */
export function groupProblems(name: string, properties: GroupProperties): ErrorDetail[] {
  const { containers, initContainers } = properties;
  const total = totalRequest(containers);
  return [
    ...nameProblems(name, properties),
    ...sizeProblems(properties, total),
    ...spotProblems(properties),
    ...windowsProblems(properties),
    ...volumeProblems(properties),
    ...portProblems(properties),
    ...containers.flatMap((container, index) => [
      ...limitProblems(container, `properties.containers[${index}].properties`, name, total),
      ...probeProblems(container, `properties.containers[${index}].properties`),
    ]),
    ...variableProblems(containers, 'containers'),
    ...variableProblems(initContainers, 'initContainers'),
    ...credentialProblems(properties),
  ];
}

/** What the group as a whole asks for, and is billed for. */
export function totalRequest(containers: readonly ContainerSpec[]): typeof largest {
  const sum = (amount: 'cpu' | 'memoryInGB'): number =>
    containers.reduce((all, { properties }) => all + properties.resources.requests[amount], 0);
  return { cpu: sum('cpu'), memoryInGB: sum('memoryInGB') };
}

function nameProblems(
  group: string,
  { containers, initContainers }: GroupProperties,
): ErrorDetail[] {
  const problems: ErrorDetail[] = [];
  if (!resourceName.safeParse(group).success) {
    problems.push({
      code: 'InvalidContainerGroupName',
      message: `The container group name '${group}' must have 1 to 63 lower-case letters, digits or inner hyphens.`,
    });
  }
  const places = [
    ...initContainers.map(({ name }, index) => [name, `initContainers[${index}]`] as const),
    ...containers.map(({ name }, index) => [name, `containers[${index}]`] as const),
  ];
  const seen = new Set<string>();
  for (const [name, place] of places) {
    if (seen.has(name)) {
      problems.push(invalid(`properties.${place}.name`, `The name '${name}' is used twice.`));
    }
    seen.add(name);
  }
  return problems;
}

function sizeProblems({ priority }: GroupProperties, total: typeof largest): ErrorDetail[] {
  const isSpot = priority === 'Spot';
  const most = isSpot ? largestSpot : largest;
  if (total.cpu <= most.cpu && total.memoryInGB <= most.memoryInGB) return [];
  return [
    invalid(
      'properties.containers',
      `The containers request ${total.cpu} CPU and ${total.memoryInGB} GB; a ${isSpot ? 'Spot ' : ''}container group has at most ${most.cpu} CPU and ${most.memoryInGB} GB.`,
    ),
  ];
}

/** https://learn.microsoft.com/azure/container-instances/container-instances-spot-containers-overview#limitations */
function spotProblems({
  priority,
  ipAddress,
  sku,
  subnetIds,
  containers,
}: GroupProperties): ErrorDetail[] {
  if (priority !== 'Spot') return [];
  const problems: ErrorDetail[] = [];
  const refuse = (code: string, target: string, what: string): void => {
    const message = `A container group of Spot priority can not have ${what}.`;
    problems.push({ code, target: `properties.${target}`, message });
  };
  if (ipAddress) {
    const code = 'SpotPriorityContainerGroupNotSupportedForInboundConnectivity';
    refuse(code, 'ipAddress', 'an IP address');
  }
  if (subnetIds?.length) refuse(invalidContent, 'subnetIds', 'a virtual network');
  if (sku === 'Confidential') {
    refuse('SpotPriorityContainerGroupNotSupportedInSku', 'sku', 'the SKU Confidential');
  }
  if (containers.some(({ properties }) => properties.resources.requests.gpu)) {
    const code = 'SpotPriorityContainerGroupWithGPUResourcesNotSupported';
    refuse(code, 'containers', 'GPU resources');
  }
  return problems;
}

/** Several containers, and all kinds of volumes, are for Linux: https://learn.microsoft.com/azure/container-instances/container-instances-container-groups */
function windowsProblems({
  osType,
  containers,
  initContainers,
  volumes,
  sku,
}: GroupProperties): ErrorDetail[] {
  if (osType !== 'Windows') return [];
  const refused = [
    ['containers', containers.length > 1, 'more than one container'],
    ['initContainers', initContainers.length > 0, 'init containers'],
    ['volumes', volumes.length > 0, 'volumes'],
    ['sku', sku === 'Confidential', 'the SKU Confidential'],
  ] as const;
  return refused
    .filter(([, isRefused]) => isRefused)
    .map(([part, , what]) =>
      invalid(`properties.${part}`, `A Windows container group can not have ${what}.`),
    );
}

function limitProblems(
  { name, properties }: ContainerSpec,
  at: string,
  group: string,
  total: typeof largest,
): ErrorDetail[] {
  const { requests, limits } = properties.resources;
  const problems: ErrorDetail[] = [];
  for (const [kind, label] of [
    ['cpu', 'Cpu'],
    ['memoryInGB', 'Memory'],
  ] as const) {
    const limit = limits?.[kind];
    if (limit === undefined) continue;
    if (limit > total[kind]) {
      problems.push({
        code: 'ContainerLimitGreaterThanContainerGroupTotalRequest',
        message: `The '${label}' limit '${limit}' in container '${name}' is greater than the total request '${total[kind]}' of container group '${group}'.`,
      });
    }
    if (limit < requests[kind]) {
      const target = `${at}.resources.limits.${kind}`;
      problems.push(invalid(target, `The limit is below the request ${requests[kind]}.`));
    }
  }
  return problems;
}

function variableProblems(
  containers: readonly (ContainerSpec | InitContainerSpec)[],
  list: string,
): ErrorDetail[] {
  return containers.flatMap(({ properties }, index) =>
    properties.environmentVariables.flatMap(({ value, secureValue }, place) =>
      value === undefined || secureValue === undefined
        ? []
        : invalid(
            `properties.${list}[${index}].properties.environmentVariables[${place}]`,
            'It has both a value and a secureValue.',
          ),
    ),
  );
}

function credentialProblems({
  imageRegistryCredentials,
  containers,
}: GroupProperties): ErrorDetail[] {
  if (imageRegistryCredentials.length <= containers.length) return [];
  return [
    {
      code: 'MoreImageRegistryCredentialsThanContainers',
      target: 'properties.imageRegistryCredentials',
      message: 'There are more image registry credentials than containers.',
    },
  ];
}
