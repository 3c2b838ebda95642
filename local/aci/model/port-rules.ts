import type { ErrorDetail } from './azure-error.ts';
import type { GroupProperties } from './group-spec.ts';
import { invalid } from './invalid.ts';

type Port = GroupProperties['containers'][number]['properties']['ports'][number];

/** Containers of a group share their ports; those of the address are among them: https://learn.microsoft.com/azure/container-instances/container-instances-container-groups#networking */
export function portProblems({ containers, ipAddress }: GroupProperties): ErrorDetail[] {
  const problems: ErrorDetail[] = [];
  const seen = new Set<string>();
  for (const [index, { properties }] of containers.entries()) {
    for (const [place, port] of properties.ports.entries()) {
      const target = `properties.containers[${index}].properties.ports[${place}]`;
      if (seen.has(nameOf(port))) {
        problems.push(invalid(target, `The port ${nameOf(port)} is used twice in the group.`));
      }
      seen.add(nameOf(port));
    }
  }
  // https://github.com/hashicorp/terraform-provider-azurerm/issues/1697
  if (ipAddress?.ports.length === 0) {
    const message = "The ports in the 'ipAddress' of the container group cannot be empty.";
    const target = 'properties.ipAddress.ports';
    problems.push({ code: 'MissingIpAddressPorts', target, message });
  }
  for (const [place, port] of (ipAddress?.ports ?? []).entries()) {
    if (seen.has(nameOf(port))) continue;
    const target = `properties.ipAddress.ports[${place}]`;
    problems.push(invalid(target, `No container of the group has the port ${nameOf(port)}.`));
  }
  return problems;
}

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

/** Ports of the group that would not work on Azure. */
export function reservedPorts({ containers, ipAddress }: GroupProperties): number[] {
  const all = [
    ...containers.flatMap(({ properties }) => properties.ports),
    ...(ipAddress?.ports ?? []),
  ];
  return [...new Set(all.map(({ port }) => port))].filter((port) =>
    reserved.some(([first, last]) => port >= first && port <= last),
  );
}

function nameOf({ port, protocol }: Port): string {
  return `${port}/${protocol ?? 'TCP'}`;
}
