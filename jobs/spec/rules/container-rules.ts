import { reservedVariables } from '../environment.ts';
import type { SpecError } from '../errors.ts';
import type { ContainerView, GroupView } from './group-view.ts';
import { eachOnce, type Rule, when } from './rule.ts';

interface Placed {
  readonly path: string;
  readonly container: NonNullable<ContainerView>;
}

/** All that run in the group, with where they stand. */
export function placed(group: GroupView): Placed[] {
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    group[list].flatMap((container, index) =>
      container ? [{ path: `properties.${list}[${index}]`, container }] : [],
    ),
  );
}

/** https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const maxContainers = 60;

/** A group has 60 containers at most, with the init containers, and no two of one name. */
export const containerNames: Rule = (group) => {
  const all = placed(group);
  const inAll = group.containers.length + group.initContainers.length;
  return [
    ...eachOnce(
      all,
      ({ container }) => container.name,
      (index) => `${all[index]?.path ?? ''}.name`,
    ),
    ...when(
      group.initContainers.length > 0 && inAll > maxContainers,
      'properties.initContainers',
      `a group has at most ${maxContainers} containers; with these it has ${inAll}`,
    ),
  ];
};

/** Names of variables: no two in a container, none that durable-aci sets, and no underscore at their ends. */
export const variableNames: Rule = (group) =>
  placed(group).flatMap(({ path, container }) => {
    const variables = container.properties?.environmentVariables ?? [];
    const pathOf = (index: number) => `${path}.properties.environmentVariables[${index}].name`;
    return [
      ...eachOnce(variables, (variable) => variable?.name, pathOf),
      ...variables.flatMap((variable, index) => nameErrors(variable?.name ?? '', pathOf(index))),
    ];
  });

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerinstance */
function nameErrors(name: string, path: string): SpecError[] {
  return [
    ...when(reservedVariables.has(name), path, 'is set by durable-aci itself'),
    ...when(/^_|_$/.test(name), path, 'may have underscores only between letters and digits'),
  ];
}

/** A probe either runs a command or asks over HTTP. */
export const probes: Rule = (group) =>
  placed(group).flatMap(({ path, container: { properties } }) =>
    (['livenessProbe', 'readinessProbe'] as const).flatMap((kind) => {
      const probe = properties?.[kind];
      const wrong = probe && (probe.exec === undefined) === (probe.httpGet === undefined);
      return when(
        wrong === true,
        `${path}.properties.${kind}`,
        'must have one of exec and httpGet',
      );
    }),
  );
