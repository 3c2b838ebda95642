import type { SpecError } from '../errors.ts';
import type { GroupView, PortView } from './group-view.ts';
import { eachOnce, type Rule, when } from './rule.ts';

/** First and last of those that Azure keeps: https://learn.microsoft.com/azure/container-instances/container-instances-faq#does-the-aci-service-reserve-ports-for-service-functionality- */
const reserved = [
  [22, 22],
  [1025, 1027],
  [3389, 3399],
  [9999, 9999],
  [19_000, 19_000],
  [19_080, 19_080],
  [19_100, 19_100],
  [19_390, 19_390],
  [20_000, 30_000],
  [49_152, 65_534],
] as const;

/** Containers of a group share its ports, so each is there once, and none that Azure keeps for itself. */
export const containerPorts: Rule = (group) => {
  const all = portsOf(group);
  return [
    ...eachOnce(
      all,
      ({ port }) => nameOf(port),
      (index) => all[index]?.path ?? '',
    ),
    ...all.flatMap(({ port, path }) => reservedError(port, `${path}.port`)),
  ];
};

/** The ports of the address are ports of containers: https://learn.microsoft.com/azure/container-instances/container-instances-container-groups#networking */
export const addressPorts: Rule = (group) => {
  const open = new Set(portsOf(group).map(({ port }) => nameOf(port)));
  const ports = group.ipAddress?.ports ?? [];
  const pathOf = (index: number) => `properties.ipAddress.ports[${index}]`;
  return [
    ...eachOnce(ports, nameOf, pathOf),
    ...ports.flatMap((port, index) => {
      const name = nameOf(port);
      const isClosed = name !== undefined && !open.has(name);
      return when(isClosed, pathOf(index), `no container of the group has the port ${name ?? ''}`);
    }),
  ];
};

/** A group is reached from the internet or in its subnet, not both: https://learn.microsoft.com/azure/container-instances/container-instances-virtual-network-concepts */
export const addressType: Rule = ({ ipAddress, subnetIds }) => {
  const path = 'properties.ipAddress.type';
  const isIn = subnetIds.length > 0;
  const label = 'properties.ipAddress.dnsNameLabel';
  return [
    ...when(ipAddress?.type === 'Public' && isIn, path, 'must be Private in a subnet'),
    ...when(ipAddress?.type === 'Private' && !isIn, path, 'Private needs subnetIds'),
    ...when(
      ipAddress?.type === 'Private' && ipAddress.dnsNameLabel !== undefined,
      label,
      'belongs to a Public address',
    ),
  ];
};

function portsOf({ containers }: GroupView): { port: PortView; path: string }[] {
  return containers.flatMap((container, index) =>
    (container?.properties?.ports ?? []).map((port, place) => ({
      port,
      path: `properties.containers[${index}].properties.ports[${place}]`,
    })),
  );
}

function reservedError(port: PortView, path: string): SpecError[] {
  const number = port?.port;
  if (number === undefined) return [];
  const isReserved = reserved.some(([first, last]) => number >= first && number <= last);
  return when(isReserved, path, `Azure reserves the port ${number} for itself`);
}

function nameOf(port: PortView): string | undefined {
  if (port?.port === undefined) return undefined;
  return `${port.port}/${(port.protocol ?? 'TCP').toUpperCase()}`;
}
