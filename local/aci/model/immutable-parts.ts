import type { GroupBody } from './group-spec.ts';

/** What an update may not change: https://learn.microsoft.com/azure/container-instances/container-instances-update#properties-that-require-container-delete */
function immutableParts({ zones, properties }: GroupBody): object {
  const { osType, restartPolicy, subnetIds, sku, priority, containers } = properties;
  const resources = containers.map((container) => [container.name, container.properties.resources]);
  return { zones, osType, restartPolicy, subnetIds, sku, priority, resources };
}

export function changesImmutableParts(before: GroupBody, after: GroupBody): boolean {
  return JSON.stringify(immutableParts(before)) !== JSON.stringify(immutableParts(after));
}
