import { describe, expect, test } from '@jest/globals';
import type { JobRow } from '../../jobs/job-rows.ts';
import { estimateJob } from '../../triggers/http-estimate.ts';
import { jsonOf, requestOf, World } from './support/world.ts';

const group = {
  properties: {
    containers: [
      {
        name: 'main',
        properties: { image: 'i', resources: { requests: { cpu: 2, memoryInGB: 4 } } },
      },
    ],
  },
};
const usdPerHour = 2 * 0.0405 + 4 * 0.00445;

const estimate = (world: World, spec: unknown, query = '') => {
  const settings = { ...world.settings, defaultRegion: 'East US', imagePrefix: 'r.example' };
  const request = requestOf({
    method: 'POST',
    path: `/api/jobs/estimate${query}`,
    body: JSON.stringify(spec),
  });
  return estimateJob({ artifacts: world.artifacts, store: world.store, settings }, request);
};

const estimated = async (spec: unknown, query?: string, world = new World()) =>
  jsonOf(await estimate(world, spec, query));

describe('POST /api/jobs/estimate', () => {
  test('says what one task costs, how long it takes and which quota it needs', async () => {
    expect(await estimated({ group, timeout: 'PT2H' }, '?secondsPerTask=570')).toMatchObject({
      region: 'eastus',
      tasks: 1,
      costUsd: {
        expected: expect.closeTo(usdPerHour / 6, 6),
        most: expect.closeTo(2 * usdPerHour, 6),
      },
      minutes: { expected: 10, most: 120 },
      quota: { groups: 1, cores: 2, memoryInGB: 4, creates: 1 },
    });
  });

  test('counts lanes: so many groups at once, one after another in each, and the reduce after them', async () => {
    const fanOut = { items: { from: 1, to: 10 }, maxParallel: 4 };
    expect(
      await estimated({ group, fanOut, reduce: { group } }, '?secondsPerTask=30'),
    ).toMatchObject({
      tasks: 11,
      costUsd: {
        expected: expect.closeTo((11 * usdPerHour) / 60, 6),
        most: expect.closeTo(4 * usdPerHour, 6),
      },
      minutes: { expected: 4, most: 60 },
      quota: { groups: 4, cores: 8, memoryInGB: 16, creates: 11 },
    });
  });

  test('is never faster than Azure lets groups be created', async () => {
    const fanOut = { items: { from: 1, to: 900 }, maxParallel: 100 };
    expect(await estimated({ group, fanOut }, '?secondsPerTask=30')).toMatchObject({
      minutes: { expected: 121 },
    });
  });

  test('packs items as the job would', async () => {
    const fanOut = { items: { from: 1, to: 10 }, itemsPerGroup: 4, maxParallel: 8 };
    expect(await estimated({ group, fanOut })).toMatchObject({
      tasks: 3,
      quota: { groups: 3, creates: 3 },
    });
  });

  test('never costs much more than its budget', async () => {
    const spec = { group, timeout: 'PT2H', budget: { usd: usdPerHour } };
    expect(await estimated(spec)).toMatchObject({
      costUsd: { most: expect.closeTo(usdPerHour * (1 + 1 / 60), 6) },
    });
    expect(await estimated({ ...spec, timeout: 'PT30M' })).toMatchObject({
      costUsd: { most: expect.closeTo(usdPerHour / 2, 6) },
    });
  });

  test('counts the blobs that a job would fan out over now', async () => {
    const world = new World();
    for (const name of ['a', 'b', 'c']) world.artifacts.put('input', `x/${name}`, '');
    const fanOut = { items: { blobs: { container: 'input', prefix: 'x/' } } };
    expect(await estimated({ group, fanOut }, '', world)).toMatchObject({ tasks: 3 });
    const none = { items: { blobs: { container: 'input', prefix: 'y/' } } };
    expect(await estimate(world, { group, fanOut: none })).toMatchObject({ status: 400 });
  });

  test('knows what a workload makes of its input', async () => {
    expect(await estimated({ workload: 'render', input: { tiles: 5 } })).toMatchObject({
      tasks: 6,
      quota: { groups: 3, cores: 3 },
    });
  });

  test('without a time per task takes that of past jobs alike, or expects nothing and says so', async () => {
    const world = new World();
    const unknown = await estimated({ group, name: 'nightly' }, '', world);
    expect(unknown).not.toHaveProperty('costUsd.expected');
    expect(unknown).toMatchObject({
      assumptions: expect.arrayContaining([expect.stringContaining('?secondsPerTask=')]),
    });
    const past = (id: string, change: Partial<JobRow>) =>
      world.hasJob({ id, phase: 'over', outcome: { status: 'succeeded' }, attempts: 2, ...change });
    await past('job1', { name: 'nightly', costUsd: (usdPerHour / 60) * 2 });
    await past('job2', { name: 'another', costUsd: 99 });
    await past('job3', { name: 'nightly', costUsd: 99, outcome: { status: 'timedOut' } });
    expect(await estimated({ group, name: 'nightly' }, '', world)).toMatchObject({
      minutes: { expected: 1.5 },
      assumptions: expect.arrayContaining([
        'a task runs for 60 s: the average of 1 past jobs of name nightly',
      ]),
    });
  });

  test('names the price it took, and a region whose price it does not know', async () => {
    const named = (text: string) => ({
      assumptions: expect.arrayContaining([expect.stringContaining(text)]),
    });
    expect(await estimated({ group })).toMatchObject({
      ...named('list prices in USD of eastus, without tax and discounts: Regular as of 2026'),
      pricedAs: { region: 'eastus', prices: [{ what: 'Regular' }] },
    });
    expect(await estimated({ group, regions: ['westeurope'] })).toMatchObject({
      ...named('no price of westeurope is known here'),
      region: 'westeurope',
      pricedAs: { region: 'eastus', isStandIn: true },
    });
  });

  test('sets a month of it beside a small machine when it is told how often it runs', async () => {
    const usd = usdPerHour / 6;
    expect(await estimated({ group }, '?secondsPerTask=570&runsPerDay=24')).toMatchObject({
      perMonth: { runs: 730, costUsd: expect.closeTo(730 * usd, 3), vmCostUsd: 30.37 },
    });
    // Where nothing says how long it takes, that of the most it may take.
    expect(await estimated({ group, timeout: 'PT1H' }, '?runsPerDay=1')).toMatchObject({
      perMonth: { costUsd: expect.closeTo((730 / 24) * usdPerHour, 3) },
    });
    expect(await estimated({ group })).not.toHaveProperty('perMonth');
  });

  test('starts and keeps nothing, and refuses what a job would be refused for', async () => {
    const world = new World();
    await estimate(world, { group });
    expect(world.started).toEqual([]);
    expect(world.store.jobs.size + world.artifacts.blobs.size).toBe(0);
    const reply = await estimate(world, { group: { properties: {} }, nmae: 1 });
    expect(jsonOf(reply)).toMatchObject({
      status: 400,
      errors: expect.arrayContaining([
        { path: 'group.properties.containers', message: 'is required' },
        expect.objectContaining({ path: 'nmae' }),
      ]),
    });
    expect((await estimate(world, { group }, '?secondsPerTask=-1')).status).toBe(400);
    expect((await estimate(world, { group }, '?runsPerDay=0')).status).toBe(400);
    expect((await estimate(world, { group }, '?minutes=1')).status).toBe(400);
  });
});
