import type { ErrorDetail } from './azure-error.ts';
import { resourceName, type ContainerSpec, type GroupProperties } from './group-spec.ts';

/** Largest group, and largest Spot group: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const largest = { cpu: 31, memoryInGB: 240 };
const largestSpot = { cpu: 4, memoryInGB: 16 };

const invalid = (target: string, message: string): ErrorDetail => ({
  code: 'InvalidRequestContent',
  target,
  message,
});

/** What is wrong with a group beyond its shape; all of it. */
export function groupProblems(name: string, properties: GroupProperties): ErrorDetail[] {
  const { containers } = properties;
  const total = totalRequest(containers);
  return [
    ...nameProblems(name, containers),
    ...sizeProblems(properties, total),
    ...containers.flatMap((container, index) => containerProblems(container, index, name, total)),
    ...credentialProblems(properties),
  ];
}

function totalRequest(containers: readonly ContainerSpec[]): typeof largest {
  const sum = (amount: 'cpu' | 'memoryInGB'): number =>
    containers.reduce((all, { properties }) => all + properties.resources.requests[amount], 0);
  return { cpu: sum('cpu'), memoryInGB: sum('memoryInGB') };
}

function nameProblems(name: string, containers: readonly ContainerSpec[]): ErrorDetail[] {
  const problems: ErrorDetail[] = [];
  if (!resourceName.safeParse(name).success) {
    problems.push({
      code: 'InvalidContainerGroupName',
      message: `The container group name '${name}' must have 1 to 63 lower-case letters, digits or inner hyphens.`,
    });
  }
  const names = containers.map((container) => container.name);
  for (const [index, container] of names.entries()) {
    if (names.indexOf(container) === index) continue;
    problems.push(
      invalid(`properties.containers[${index}].name`, `The name '${container}' is used twice.`),
    );
  }
  return problems;
}

function sizeProblems(
  { priority, ipAddress }: GroupProperties,
  total: typeof largest,
): ErrorDetail[] {
  const isSpot = priority === 'Spot';
  const most = isSpot ? largestSpot : largest;
  const problems: ErrorDetail[] = [];
  if (total.cpu > most.cpu || total.memoryInGB > most.memoryInGB) {
    problems.push(
      invalid(
        'properties.containers',
        `The containers request ${total.cpu} CPU and ${total.memoryInGB} GB; a ${isSpot ? 'Spot ' : ''}container group has at most ${most.cpu} CPU and ${most.memoryInGB} GB.`,
      ),
    );
  }
  if (isSpot && ipAddress) {
    problems.push({
      code: 'SpotPriorityContainerGroupNotSupportedForInboundConnectivity',
      target: 'properties.ipAddress',
      message: 'A container group of Spot priority can not have an IP address.',
    });
  }
  return problems;
}

function containerProblems(
  { name, properties }: ContainerSpec,
  index: number,
  group: string,
  total: typeof largest,
): ErrorDetail[] {
  const at = `properties.containers[${index}].properties`;
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
      problems.push(
        invalid(
          `${at}.resources.limits.${kind}`,
          `The limit is below the request ${requests[kind]}.`,
        ),
      );
    }
  }
  for (const [place, variable] of properties.environmentVariables.entries()) {
    if (variable.value === undefined || variable.secureValue === undefined) continue;
    problems.push(
      invalid(`${at}.environmentVariables[${place}]`, 'It has both a value and a secureValue.'),
    );
  }
  return problems;
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
