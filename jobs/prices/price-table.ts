import regions from './regions.json' with { type: 'json' };

/** Where a price comes from. Without a day nobody has kept when it was read. */
export interface PriceSource {
  readonly asOf?: string | undefined;
  readonly source: string;
}

interface HourlyPrice {
  readonly vcpuHour: number;
  readonly gbHour: number;
}

interface Licence {
  readonly vcpuSecond: number;
}

type Read<T> = T & Pick<PriceSource, 'asOf'>;
type Sourced<T> = T & PriceSource;

/** What Azure Container Instances cost in a region, in USD, without tax and discounts, each with the day it was read on. */
export interface RegionPrices {
  readonly regular: Read<HourlyPrice>;
  /** Only some regions have it: https://learn.microsoft.com/azure/container-instances/container-instances-spot-containers-overview */
  readonly spot?: Read<HourlyPrice> | undefined;
  /** The licence of Windows, on top: per vCPU, at the same price for Spot. */
  readonly windows?: Read<Licence> | undefined;
}

/** What a group is priced by, whether or not its region's own prices are known. */
interface PricesInUse {
  /** Whose prices these are, as ARM writes it: `eastus`. */
  readonly region: string;
  readonly regular: Sourced<HourlyPrice>;
  readonly spot: Sourced<HourlyPrice>;
  readonly windows: Sourced<Licence>;
}

/** It answers without an account: https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices */
export const retailPrices = 'https://prices.azure.com/api/retail/prices';

/**
 * The list prices that are known, by region as ARM writes it; `npm run prices` reads them.
 * Price list: https://azure.microsoft.com/pricing/details/container-instances/
 */
export const knownPrices: ReadonlyMap<string, RegionPrices> = new Map(Object.entries(regions));
const standIn = 'eastus';

/**
 * The prices of a region (`eastus`); where it is not known, those of another, whose name says so. Spot without a price
 * of its own costs no more than Regular; the licence of Windows is then that of the other region.
 */
export function priceIn(region: string): PricesInUse {
  const own = knownPrices.get(region);
  const name = own ? region : standIn;
  const { regular, spot = regular, windows }: RegionPrices = own ?? regions[standIn];
  return {
    region: name,
    regular: { ...regular, source: sourceOf('Container Instances', name) },
    spot: { ...spot, source: sourceOf('Container Instances', name) },
    windows: windows
      ? { ...windows, source: sourceOf('Container Instances', name) }
      : { ...regions[standIn].windows, source: sourceOf('Container Instances', standIn) },
  };
}

function sourceOf(service: string, region: string): string {
  return `${retailPrices}?$filter=${filterOf(service, region)}`;
}

/** Which prices of the list are those of a service (`Container Instances`) in a region. */
export function filterOf(service: string, region: string): string {
  return `serviceName eq '${service}' and armRegionName eq '${region}'`;
}

interface VirtualMachine extends PriceSource {
  readonly size: string;
  readonly region: string;
  readonly usdPerHour: number;
}

/**
 * The machine that people take for what runs now and then, with Linux, without its disk and address: 2 vCPUs, of which
 * it may use 20% all the time, and 4 GB. https://learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/bv1-series
 */
export const smallVm: VirtualMachine = {
  size: 'Standard_B2s',
  region: 'eastus',
  usdPerHour: 0.0416,
  source: sourceOf('Virtual Machines', 'eastus'),
};
