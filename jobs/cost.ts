import { priceIn, type PriceSource } from './prices/price-table.ts';

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
export function costOf(time: PaidTime, placed: Placed, now: Date): number {
  return paidSeconds(time, now) * usdPerSecond(placed);
}

/** Whole seconds from the start to the end, or to `now` while there is none. */
export function paidSeconds({ startedAt, finishedAt }: PaidTime, now: Date): number {
  if (startedAt === undefined) return 0;
  const end = finishedAt === undefined ? now : new Date(finishedAt);
  return Math.max(0, Math.ceil((end.getTime() - new Date(startedAt).getTime()) / 1000));
}

/** What a group costs while it runs, in USD per second, by its region, system and priority. */
export function usdPerSecond(placed: Placed): number {
  const { cpu, memoryInGB } = sizeOf(placed.group);
  const { vcpu, gb } = unitUsdPerSecond(placed);
  return cpu * vcpu + memoryInGB * gb;
}

/** What each vCPU and each GB of a group costs, in USD per second; the licence of Windows is by vCPU. */
export function unitUsdPerSecond({ location, group }: Placed): { vcpu: number; gb: number } {
  const { regular, spot, windows } = priceIn(location);
  const { vcpuHour, gbHour } = isSpot(group) ? spot : regular;
  const licence = isWindows(group) ? windows.vcpuSecond : 0;
  return { vcpu: vcpuHour / 3600 + licence, gb: gbHour / 3600 };
}

/** Whose prices groups are given, and where they come from. */
export interface PricedAs {
  readonly region: string;
  /** The prices of the groups' own region are not known. */
  readonly isStandIn?: true;
  readonly prices: readonly (PriceSource & { readonly what: string })[];
}

/** The prices that `usdPerSecond` takes for these groups, with their days and sources. */
export function pricedAs(location: string, groups: readonly PricedGroup[]): PricedAs {
  const { region, regular, spot, windows } = priceIn(location);
  const prices = [
    ...(groups.every(isSpot) ? [] : [{ what: 'Regular', ...regular }]),
    ...(groups.some(isSpot) ? [{ what: 'Spot', ...spot }] : []),
    ...(groups.some(isWindows) ? [{ what: 'Windows licence', ...windows }] : []),
  ];
  return {
    region,
    ...(region !== location && { isStandIn: true }),
    prices: prices.map(({ what, asOf, source }) => ({
      what,
      ...(asOf !== undefined && { asOf }),
      source,
    })),
  };
}

function isSpot({ properties }: PricedGroup): boolean {
  return properties.priority === 'Spot';
}

function isWindows({ properties }: PricedGroup): boolean {
  return properties.osType === 'Windows';
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
