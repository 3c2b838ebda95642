/** What Azure Container Instances cost in a region, in USD, without tax and discounts. */
interface RegionPrice {
  readonly region: string;
  readonly vcpuHour: number;
  readonly gbHour: number;
  readonly spotVcpuHour: number;
  readonly spotGbHour: number;
  /** The licence of Windows, on top: per vCPU, at the same price for Spot. */
  readonly windowsVcpuSecond: number;
  /** The day on which the source said so. */
  readonly asOf: string;
  readonly source: string;
}

const retailPrices = 'https://prices.azure.com/api/retail/prices';

/**
 * The regions whose prices are known; a new one is one entry here. The source answers without an account; these figures
 * are those that others have read there on that day. Price list:
 * https://azure.microsoft.com/pricing/details/container-instances/
 */
export const priceTable: readonly [RegionPrice, ...RegionPrice[]] = [
  {
    region: 'eastus',
    vcpuHour: 0.0405,
    gbHour: 0.00445,
    spotVcpuHour: 0.01215,
    spotGbHour: 0.001335,
    windowsVcpuSecond: 0.000012,
    asOf: '2026-10-09',
    source: `${retailPrices}?$filter=serviceName eq 'Container Instances' and armRegionName eq 'eastus'`,
  },
];

/** The price of a region; where it is not known, that of another, whose name says so. `region` as ARM writes it: `eastus`. */
export function priceIn(region: string): RegionPrice {
  return priceTable.find((price) => price.region === region) ?? priceTable[0];
}
