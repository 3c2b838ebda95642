import { priceIn } from './prices/price-table.ts';

interface PaidTime {
  readonly startedAt?: string | undefined;
  readonly finishedAt?: string | undefined;
}

/** What of a group decides its price. */
interface PricedGroup {
  readonly properties: {
    readonly containers: readonly {
      readonly properties: {
        readonly resources: {
          readonly requests: { readonly cpu: number; readonly memoryInGB: number };
        };
      };
    }[];
    readonly osType: string;
    readonly priority?: string | undefined;
  };
}

interface Placed {
  readonly location: string;
  readonly group: PricedGroup;
}

/**
 * What a group has cost in USD, an estimate: all that its containers request, by the second, from the first pull to
 * the last end, or to `now` while it has none. https://learn.microsoft.com/azure/container-instances/container-instances-faq
 */
export function costOf({ startedAt, finishedAt }: PaidTime, placed: Placed, now: Date): number {
  if (startedAt === undefined) return 0;
  const end = finishedAt === undefined ? now : new Date(finishedAt);
  const seconds = Math.max(0, Math.ceil((end.getTime() - new Date(startedAt).getTime()) / 1000));
  return seconds * usdPerSecond(placed);
}

/** What a group costs while it runs, in USD per second, by its region, system and priority. */
export function usdPerSecond({ location, group }: Placed): number {
  const price = priceIn(location);
  const isSpot = group.properties.priority === 'Spot';
  const { cpu, memoryInGB } = sizeOf(group);
  const perHour = isSpot
    ? cpu * price.spotVcpuHour + memoryInGB * price.spotGbHour
    : cpu * price.vcpuHour + memoryInGB * price.gbHour;
  const licence = group.properties.osType === 'Windows' ? cpu * price.windowsVcpuSecond : 0;
  return perHour / 3600 + licence;
}

/** All that a group's containers request. Its init containers share it: they run before. */
export function sizeOf({ properties }: PricedGroup): { cpu: number; memoryInGB: number } {
  const requests = properties.containers.map(
    (container) => container.properties.resources.requests,
  );
  return {
    cpu: requests.reduce((sum, { cpu }) => sum + cpu, 0),
    memoryInGB: requests.reduce((sum, { memoryInGB }) => sum + memoryInGB, 0),
  };
}
