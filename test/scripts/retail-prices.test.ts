import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { readPrices } from '../../scripts/prices/retail-prices.ts';
import { LoopbackServer } from '../support/loopback-server.ts';

interface Row {
  readonly meterName: string;
  readonly unitOfMeasure: string;
  readonly retailPrice: number;
  readonly skuName?: string;
  readonly productName?: string;
  readonly type?: string;
  readonly armRegionName?: string;
  readonly effectiveStartDate?: string;
}

const vcpu = { meterName: 'Standard vCPU Duration', unitOfMeasure: '1 Hour', retailPrice: 0.05 };
const memory = {
  meterName: 'Standard Memory Duration',
  unitOfMeasure: '1 GB Hour',
  retailPrice: 0.005,
};
const today = new Date('2026-11-01T12:00:00Z');

/** Azure's price list: pages of rows, each with a link to the next. */
class PriceList extends LoopbackServer {
  readonly asked: URL[] = [];
  status = 200;
  private readonly pages: readonly (readonly Row[])[];

  constructor(...pages: readonly (readonly Row[])[]) {
    super();
    this.pages = pages;
  }

  get url(): string {
    return `${this.origin}/api/retail/prices`;
  }

  protected override answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.origin);
    this.asked.push(url);
    const page = Number(url.searchParams.get('$skip') ?? 0);
    const isLast = page === this.pages.length - 1;
    const Items = (this.pages[page] ?? []).map((row) => ({
      currencyCode: 'USD',
      type: 'Consumption',
      armRegionName: 'westeurope',
      productName: 'Container Instances',
      skuName: 'Standard',
      effectiveStartDate: '2021-06-08T00:00:00Z',
      ...row,
    }));
    const NextPageLink = isLast ? null : `${this.url}?$skip=${page + 1}`;
    response.writeHead(this.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ BillingCurrency: 'USD', Items, NextPageLink }));
    return Promise.resolve();
  }
}

async function read(...pages: readonly (readonly Row[])[]) {
  await using list = await new PriceList(...pages).start();
  return await readPrices(list.url, 'westeurope', today);
}

describe("a region's prices, as Azure lists them", () => {
  test('are those by the hour, with the day on which they were read', async () => {
    expect(await read([vcpu, memory])).toEqual({
      regular: { vcpuHour: 0.05, gbHour: 0.005, asOf: '2026-11-01' },
    });
  });

  test('have those of Spot, and of the licence of Windows, where the region has them', async () => {
    const skuName = 'Standard Spot';
    const spot = [
      { ...vcpu, skuName, meterName: 'Standard Spot vCPU Duration', retailPrice: 0.015 },
      { ...memory, skuName, meterName: 'Standard Spot Memory Duration', retailPrice: 0.0015 },
    ];
    const windows = {
      meterName: 'Standard Windows Software Duration',
      unitOfMeasure: '1 Second',
      retailPrice: 0.000012,
    };
    expect(await read([vcpu, memory, ...spot, windows])).toMatchObject({
      spot: { vcpuHour: 0.015, gbHour: 0.0015, asOf: '2026-11-01' },
      windows: { vcpuSecond: 0.000012, asOf: '2026-11-01' },
    });
  });

  test('are the same by the hour and by a hundred seconds', async () => {
    const seconds = { ...vcpu, unitOfMeasure: '100 Seconds', retailPrice: 0.05 / 36 };
    const gbSecond = { ...memory, unitOfMeasure: '1 GB Second', retailPrice: 0.005 / 3600 };
    const { regular } = await read([seconds, gbSecond]);
    expect(regular).toMatchObject({ vcpuHour: 0.05, gbHour: 0.005 });
  });

  test('are those in force, not older ones or those to come', async () => {
    const at = (day: string, retailPrice: number) => ({
      ...vcpu,
      retailPrice,
      effectiveStartDate: `${day}T00:00:00Z`,
    });
    const rows = [at('2020-01-01', 0.09), at('2026-10-01', 0.04), at('2026-12-01', 0.01), memory];
    expect((await read(rows)).regular.vcpuHour).toBe(0.04);
  });

  test('are found on later pages', async () => {
    expect((await read([vcpu], [memory])).regular.gbHour).toBe(0.005);
  });

  test('are not those of other products, regions and offers', async () => {
    const others = [
      { ...vcpu, productName: 'Container Instances with GPU' },
      { ...vcpu, armRegionName: 'eastus' },
      { ...vcpu, type: 'DevTestConsumption' },
      { ...vcpu, skuName: 'Confidential containers ACI' },
    ].map((row) => ({ ...row, retailPrice: 9 }));
    expect((await read([...others, vcpu, memory, ...others])).regular.vcpuHour).toBe(0.05);
  });

  test('are asked for by the filter that people are shown', async () => {
    await using list = await new PriceList([vcpu, memory]).start();
    await readPrices(list.url, 'westeurope', today);
    expect(list.asked.map((url) => url.searchParams.get('$filter'))).toEqual([
      "serviceName eq 'Container Instances' and armRegionName eq 'westeurope' and priceType eq 'Consumption'",
    ]);
  });
});

describe('a region whose prices cannot be read', () => {
  test('is named where Azure lists none', async () => {
    await expect(read([])).rejects.toThrow('westeurope: Azure lists no price');
    await expect(read([vcpu])).rejects.toThrow('westeurope: Azure lists no price');
  });

  test('is named where the list does not answer', async () => {
    await using list = await new PriceList([vcpu, memory]).start();
    list.status = 503;
    await expect(readPrices(list.url, 'westeurope', today)).rejects.toMatchObject({
      message: 'westeurope: its prices cannot be read',
      cause: { message: expect.stringContaining('answered 503') },
    });
  });

  test('is named where nobody listens', async () => {
    const list = await new PriceList([vcpu, memory]).start();
    await list[Symbol.asyncDispose]();
    await expect(readPrices(list.url, 'westeurope', today)).rejects.toThrow(
      'westeurope: its prices cannot be read',
    );
  });

  test('is not guessed from a unit that is unknown', async () => {
    const row = { ...vcpu, unitOfMeasure: '1 Moon' };
    await expect(read([row, memory])).rejects.toThrow("priced by '1 Moon'");
  });
});
