import { z } from 'zod';
import { filterOf, type RegionPrices } from '../../jobs/prices/price-table.ts';

/** One page of https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices */
const Page = z.object({
  Items: z.array(
    z.object({
      type: z.string(),
      currencyCode: z.string(),
      armRegionName: z.string(),
      productName: z.string(),
      skuName: z.string(),
      meterName: z.string(),
      unitOfMeasure: z.string(),
      retailPrice: z.number(),
      effectiveStartDate: z.iso.datetime({ offset: true }),
    }),
  ),
  NextPageLink: z.string().nullish(),
});

type Page = z.infer<typeof Page>;
type Meter = Page['Items'][number];

/**
 * What Azure Container Instances cost in a region (`eastus`) on this day, read from Azure's list. Throws where there is
 * no answer, or none that has a price for vCPUs and memory.
 */
export async function readPrices(list: string, region: string, today: Date): Promise<RegionPrices> {
  const meters = (await readMeters(list, region)).filter(
    (meter) =>
      meter.type === 'Consumption' &&
      meter.currencyCode === 'USD' &&
      meter.armRegionName === region &&
      meter.productName === 'Container Instances' &&
      new Date(meter.effectiveStartDate) <= today,
  );
  const asOf = today.toISOString().slice(0, 10);
  const hourly = (sku: string) => {
    const vcpuHour = perHour(newest(meters, sku, `${sku} vCPU Duration`));
    const gbHour = perHour(newest(meters, sku, `${sku} Memory Duration`));
    return vcpuHour === undefined || gbHour === undefined ? undefined : { vcpuHour, gbHour, asOf };
  };
  const regular = hourly('Standard');
  if (!regular) throw new Error(`${region}: Azure lists no price of Container Instances there`);
  const spot = hourly('Standard Spot');
  const licence = perHour(newest(meters, 'Standard', 'Standard Windows Software Duration'));
  return {
    regular,
    ...(spot && { spot }),
    ...(licence !== undefined && { windows: { vcpuSecond: significant(licence / 3600), asOf } }),
  };
}

async function readMeters(list: string, region: string): Promise<Meter[]> {
  const meters: Meter[] = [];
  let next: string | undefined = firstPage(list, region);
  while (next !== undefined) {
    const page: Page = await readPage(next).catch((cause: unknown) => {
      throw new Error(`${region}: its prices cannot be read`, { cause });
    });
    meters.push(...page.Items);
    // The last page's link is null, or leads to itself.
    next = page.NextPageLink && page.NextPageLink !== next ? page.NextPageLink : undefined;
  }
  return meters;
}

async function readPage(url: string): Promise<Page> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return Page.parse(await response.json());
}

function firstPage(list: string, region: string): string {
  const url = new URL(list);
  const filter = filterOf('Container Instances', region);
  url.searchParams.set('$filter', `${filter} and priceType eq 'Consumption'`);
  return url.href;
}

/** The price that is in force: some meters are listed by the hour and by the second, and old ones stay listed. */
function newest(meters: readonly Meter[], sku: string, name: string): Meter | undefined {
  return meters
    .filter(({ skuName, meterName }) => skuName === sku && meterName === name)
    .sort((a, b) => b.effectiveStartDate.localeCompare(a.effectiveStartDate))[0];
}

/** Units are `1 Hour`, `1 GB Hour`, `1 Second`, `100 GB Seconds`. */
function perHour(meter: Meter | undefined): number | undefined {
  if (!meter) return undefined;
  const [, count, unit] = /^(\d+) (?:GB |GiB )?(Hour|Second)s?$/.exec(meter.unitOfMeasure) ?? [];
  if (unit === undefined)
    throw new Error(`${meter.meterName} is priced by '${meter.unitOfMeasure}', which is unknown`);
  return significant((meter.retailPrice / Number(count)) * (unit === 'Hour' ? 1 : 3600));
}

/** Without what is only the error of a division. */
function significant(value: number): number {
  return Number(value.toPrecision(12));
}
