/** Where a price comes from. Without a day nobody has kept when it was read. */
export interface PriceSource {
  readonly asOf?: string;
  readonly source: string;
}

interface HourlyPrice extends PriceSource {
  readonly vcpuHour: number;
  readonly gbHour: number;
}

/** What Azure Container Instances cost in a region, in USD, without tax and discounts. */
interface RegionPrice {
  /** As ARM writes it: `eastus`. */
  readonly region: string;
  readonly regular: HourlyPrice;
  readonly spot: HourlyPrice;
  /** The licence of Windows, on top: per vCPU, at the same price for Spot. */
  readonly windows: PriceSource & { readonly vcpuSecond: number };
}

/** It answers without an account: https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices */
const retailPrices = 'https://prices.azure.com/api/retail/prices';
const pricesOf = (service: string, region: string) =>
  `${retailPrices}?$filter=serviceName eq '${service}' and armRegionName eq '${region}'`;

/**
 * The regions whose prices are known; a new one is one entry here. These are figures that others have read at the
 * source on that day. Price list: https://azure.microsoft.com/pricing/details/container-instances/
 */
export const priceTable: readonly [RegionPrice, ...RegionPrice[]] = [
  {
    region: 'eastus',
    regular: {
      vcpuHour: 0.0405,
      gbHour: 0.00445,
      asOf: '2026-10-09',
      source: pricesOf('Container Instances', 'eastus'),
    },
    spot: {
      vcpuHour: 0.01215,
      gbHour: 0.001335,
      asOf: '2026-10-09',
      source: pricesOf('Container Instances', 'eastus'),
    },
    windows: { vcpuSecond: 0.000012, source: pricesOf('Container Instances', 'eastus') },
  },
];

/** The price of a region; where it is not known, that of another, whose name says so. `region` as ARM writes it: `eastus`. */
export function priceIn(region: string): RegionPrice {
  return priceTable.find((price) => price.region === region) ?? priceTable[0];
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
  source: pricesOf('Virtual Machines', 'eastus'),
};
