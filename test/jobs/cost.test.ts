import { describe, expect, test } from '@jest/globals';
import { costOf, pricedAs, usdPerSecond } from '../../jobs/cost.ts';
import { monthOf } from '../../jobs/month.ts';
import { knownPrices, priceIn } from '../../jobs/prices/price-table.ts';

const group = (change: { osType?: string; priority?: string } = {}, cpu = 1, memoryInGB = 1.5) => ({
  properties: {
    containers: [{ properties: { resources: { requests: { cpu, memoryInGB } } } }],
    osType: 'Linux',
    ...change,
  },
});

const paid = { startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T01:00:00Z' };
const now = new Date('2026-01-01T02:00:00Z');
const hourOf = (of: ReturnType<typeof group>) =>
  costOf(paid, { location: 'eastus', group: of }, now);

describe('what a group costs', () => {
  test('is all that its containers request, by the hour, as the price list says', () => {
    expect(hourOf(group({}, 2, 4))).toBeCloseTo(2 * 0.0405 + 4 * 0.00445, 9);
  });

  test('is less for Spot', () => {
    expect(hourOf(group({ priority: 'Spot' }))).toBeCloseTo(0.01215 + 1.5 * 0.001335, 9);
    expect(hourOf(group({ priority: 'Regular' }))).toBe(hourOf(group()));
  });

  test('is more for Windows, by the second and vCPU, for Spot too', () => {
    const licence = 3600 * 0.000012;
    expect(hourOf(group({ osType: 'Windows' })) - hourOf(group())).toBeCloseTo(licence, 9);
    const spot = group({ osType: 'Windows', priority: 'Spot' });
    expect(hourOf(spot) - hourOf(group({ priority: 'Spot' }))).toBeCloseTo(licence, 9);
  });

  test('goes on until now while it has not ended, by whole seconds, and is nothing before it started', () => {
    const place = { location: 'eastus', group: group() };
    expect(costOf({ startedAt: paid.startedAt }, place, now)).toBeCloseTo(2 * hourOf(group()), 9);
    const late = new Date('2026-01-01T00:00:00.100Z');
    expect(costOf({ startedAt: paid.startedAt }, place, late)).toBe(usdPerSecond(place));
    expect(costOf({}, place, now)).toBe(0);
    expect(costOf(paid, place, new Date(0))).toBe(hourOf(group()));
  });

  test('is that of its region', () => {
    const placed = { location: 'swedencentral', group: group({}, 2, 4) };
    expect(costOf(paid, placed, now)).toBeCloseTo(2 * 0.0466 + 4 * 0.00511, 9);
  });

  test('is taken from a region that is known where its own is not', () => {
    expect(priceIn('elsewhere')).toEqual(priceIn('eastus'));
    expect(priceIn('eastus').region).toBe('eastus');
  });

  test('of Spot is at most that of Regular where Spot has no price of its own', () => {
    const { spot, regular } = priceIn('swedencentral');
    expect(spot).toEqual(regular);
  });

  test.each([...knownPrices.keys()])('comes from prices with a source: %s', (region) => {
    const { regular, spot, windows } = priceIn(region);
    for (const { asOf, source } of [regular, spot, windows]) {
      expect(asOf ?? '2000-01-01').toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(source).toMatch(/^https:\/\/prices\.azure\.com\//);
    }
  });
});

describe('what a price is taken from', () => {
  const asOf = '2026-10-09';
  const source = expect.stringContaining("armRegionName eq 'eastus'");

  test('is said with its day, for Spot as for others', () => {
    const of = (priority: string) => pricedAs('eastus', [group({ priority })]).prices;
    expect(of('Regular')).toEqual([{ what: 'Regular', asOf, source }]);
    expect(of('Spot')).toEqual([{ what: 'Spot', asOf, source }]);
  });

  test('is said once for each kind of group that a job has', () => {
    const groups = [group({ priority: 'Spot' }), group(), group({ priority: 'Spot' })];
    expect(pricedAs('eastus', groups).prices.map(({ what }) => what)).toEqual(['Regular', 'Spot']);
  });

  test('has no day where nobody kept it', () => {
    const { prices } = pricedAs('eastus', [group({ osType: 'Windows' })]);
    expect(prices).toEqual([
      { what: 'Regular', asOf, source },
      { what: 'Windows licence', source },
    ]);
  });

  test('is named where it stands in for a region that is not known', () => {
    expect(pricedAs('eastus', [group()])).not.toHaveProperty('isStandIn');
    expect(pricedAs('westeurope', [group()])).toMatchObject({
      region: 'eastus',
      isStandIn: true,
    });
  });
});

describe('a month of the same work', () => {
  test('stands beside a small machine that is there all the time', () => {
    expect(monthOf(0.01, 12)).toEqual({
      runs: 365,
      costUsd: 3.65,
      vm: 'Standard_B2s',
      vmRegion: 'eastus',
      vmCostUsd: 30.37,
      vmPaysFromRunsPerDay: 99.8,
      source: expect.stringContaining('Virtual Machines'),
    });
  });

  test('of nothing costs nothing, and no machine is ever cheaper', () => {
    expect(monthOf(0, 1000)).toMatchObject({ costUsd: 0 });
    expect(monthOf(0, 1000)).not.toHaveProperty('vmPaysFromRunsPerDay');
  });
});
