import { type Rule, when } from './rule.ts';

/** https://learn.microsoft.com/azure/container-instances/container-instances-spot-containers-overview#limitations */
export const spot: Rule = ({ priority, ipAddress, subnetIds, sku, zones }) => {
  if (priority !== 'Spot') return [];
  const without = (path: string, given: boolean, what: string) =>
    when(given, path, `a Spot group has no ${what}`);
  return [
    ...without('properties.ipAddress', ipAddress !== undefined, 'IP address'),
    ...without('properties.subnetIds', subnetIds.length > 0, 'virtual network'),
    ...without('properties.sku', sku === 'Confidential', 'confidential containers'),
    ...without('zones', zones.length > 0, 'zones'),
  ];
};

/** Some things are for Linux only: https://learn.microsoft.com/azure/container-instances/container-instances-overview#linux-and-windows-containers */
export const windows: Rule = ({ osType, containers, initContainers, volumes, sku }) => {
  if (osType !== 'Windows') return [];
  const without = (path: string, given: boolean, what: string) =>
    when(given, `properties.${path}`, `a Windows group has no ${what}`);
  return [
    ...without('containers', containers.length > 1, 'second container'),
    ...without('initContainers', initContainers.length > 0, 'init containers'),
    ...without('volumes', volumes.length > 0, 'volumes'),
    ...without('sku', sku === 'Confidential', 'confidential containers'),
  ];
};

/** Azure refuses more registries than containers, and a registry's identity must be one of the group's. */
export const registries: Rule = ({ imageRegistryCredentials, containers, identity }) => {
  const path = 'properties.imageRegistryCredentials';
  const known = [identity?.userAssignedIdentities, identity?.user_assigned_identities]
    .flatMap((identities) => Object.keys(identities ?? {}))
    .map((id) => id.toLowerCase());
  return [
    ...when(
      containers.length > 0 && imageRegistryCredentials.length > containers.length,
      path,
      'has more registries than the group has containers',
    ),
    ...imageRegistryCredentials.flatMap((credential, index) => {
      const id = credential?.identity?.toLowerCase();
      const isForeign = id !== undefined && !known.includes(id);
      const message = 'must be among identity.userAssignedIdentities of the group';
      return when(isForeign, `${path}[${index}].identity`, message);
    }),
  ];
};
