import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { groupOf, shell } from './support/groups.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const Point = z.strictObject({
  timeStamp: z.iso.datetime(),
  average: z.number().optional(),
  maximum: z.number().optional(),
});
const Metrics = z.looseObject({
  value: z.array(
    z.looseObject({
      name: z.looseObject({ value: z.string() }),
      timeseries: z.array(
        z.strictObject({
          metadatavalues: z.array(z.looseObject({ value: z.string() })),
          data: z.array(Point),
        }),
      ),
    }),
  ),
});

const metricsOf = (group: string, query: string) =>
  emulator.arms(`containerGroups/${group}/providers/Microsoft.Insights/metrics?${query}`);
const span = () => {
  const now = emulator.clock.now().getTime();
  const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
  return `timespan=${at(-30)}/${at(1)}`;
};

/** One vCPU all the time, and a little more than 80 MB. */
const busy = 'node -e "const held=Buffer.alloc(8e7,1); for (;;) held.fill(1);"';

async function highestOf(group: string, metric: string): Promise<number[]> {
  const query = `metricnames=${metric}&aggregation=Maximum&$filter=containerName eq '*'&${span()}`;
  const { value } = Metrics.parse(await (await metricsOf(group, query)).json());
  return value.flatMap(({ timeseries }) =>
    timeseries.map(({ data }) => Math.max(...data.map(({ maximum = 0 }) => maximum))),
  );
}

test('says what each container has really used, by the minutes of the clock', async () => {
  const { client, resourceGroup } = emulator;
  await client.containerGroups.beginCreateOrUpdate(resourceGroup, 'busy', groupOf(shell(busy)));
  await until(async () => ((await highestOf('busy', 'CpuUsage'))[0] ?? 0) > 30);
  const [memory = 0] = await highestOf('busy', 'MemoryUsage');
  expect(memory).toBeGreaterThan(80e6);
  expect(memory).toBeLessThan(400e6);

  emulator.clock.advance(10 * 60_000);
  const query = `metricnames=CpuUsage,MemoryUsage&aggregation=Average,Maximum&${span()}`;
  const pointsIn = async (interval: string) => {
    const reply = await metricsOf('busy', `${query}&interval=${interval}`);
    const { value } = Metrics.parse(await reply.json());
    expect(value.map(({ name }) => name.value)).toEqual(['CpuUsage', 'MemoryUsage']);
    return value.map(({ timeseries }) => timeseries[0]?.data ?? []);
  };
  await until(async () => ((await pointsIn('PT1M'))[1]?.length ?? 0) > 1);
  for (const points of await pointsIn('PT1H')) {
    for (const { average = 0, maximum = 0 } of points) expect(average).toBeLessThanOrEqual(maximum);
  }
  await client.containerGroups.beginDelete(resourceGroup, 'busy');
});

test('says it of a container that has ended, too, and of one that has not begun nothing', async () => {
  const { client, resourceGroup } = emulator;
  const short = groupOf(shell('sleep 1.5'));
  await client.containerGroups.beginCreateOrUpdate(resourceGroup, 'short', short);
  await until(async () => {
    const group = await client.containerGroups.get(resourceGroup, 'short');
    return group.containers[0]?.instanceView?.currentState?.state === 'Terminated';
  });
  expect((await highestOf('short', 'MemoryUsage'))[0]).toBeGreaterThan(1000);
  expect(await highestOf('short', 'MemoryUsage')).toHaveLength(1);
  const other = `metricnames=MemoryUsage&$filter=containerName eq 'other'`;
  const { value } = Metrics.parse(await (await metricsOf('short', other)).json());
  expect(value[0]?.timeseries).toEqual([]);
});

test.each([
  ['none', 'metricnames=CpuUsage', 404, 'ResourceNotFound'],
  ['short', 'metricnames=Pressure', 400, 'InvalidQueryParameter'],
  ['short', 'interval=PT2M', 400, 'InvalidQueryParameter'],
  ['short', 'timespan=yesterday', 400, 'InvalidQueryParameter'],
  ['short', 'aggregation=Total', 400, 'InvalidQueryParameter'],
  ['short', 'metricnames=NetworkBytesReceivedPerSecond', 501, 'NotImplemented'],
  ['short', "$filter=containerName eq 'a' or containerName eq 'b'", 501, 'NotImplemented'],
  ['short', 'top=3', 501, 'NotImplemented'],
])('a question of group %s for %s is answered with %i', async (group, query, status, code) => {
  const reply = await metricsOf(group, query);
  expect(reply.status).toBe(status);
  expect(await reply.text()).toContain(code);
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}
