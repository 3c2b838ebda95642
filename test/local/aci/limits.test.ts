import { afterEach, expect, test } from '@jest/globals';
import type { AciServiceOptions } from '../../../local/aci/aci-service.ts';
import { subscriptionLimits } from '../../../local/aci/model/behaviour.ts';
import { shell } from './support/groups.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { container, failure, groupBody, put } from './support/requests.ts';

let emulator: TestEmulator;

afterEach(() => emulator.stop());

async function start(options: Partial<AciServiceOptions> = {}): Promise<void> {
  emulator = await startEmulator({ limits: subscriptionLimits.new, ...options });
}

const limit = (limits: object): Promise<Response> =>
  fetch(`${emulator.arm}/_emu/behaviour`, { method: 'PATCH', body: JSON.stringify({ limits }) });

const running = (cpu: number, properties: object = {}): object =>
  groupBody({
    containers: [
      container('main', {
        command: shell('sleep 600'),
        resources: { requests: { cpu, memoryInGB: 1 } },
      }),
    ],
    ...properties,
  });

async function usages(location = 'westeurope'): Promise<Record<string, string>> {
  const list: Record<string, string> = {};
  for await (const { name, currentValue, limit } of emulator.client.location.listUsage(location)) {
    list[name?.value ?? ''] = `${String(currentValue)}/${String(limit)}`;
  }
  return list;
}

const left = (reply: Response, name: string): string | null =>
  reply.headers.get(`x-ms-ratelimit-remaining-subscription-${name}`);

test('a new subscription has ten cores; the eleventh is refused as the service refuses it', async () => {
  await start();
  await put(emulator, 'most', running(9.5));
  await expect(failure(put(emulator, 'more', running(1)))).resolves.toMatchObject({
    status: 400,
    code: 'ContainerGroupQuotaReached',
    message:
      "Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota 'StandardCores' exceeded in region 'westeurope'. Limit: '10', Usage: '9.5' Requested: '1'.",
  });
  expect((await put(emulator, 'rest', running(0.5))).status).toBe(201);
  expect((await emulator.arms('containerGroups/more')).status).toBe(404);
});

test('a region has quotas of its own', async () => {
  await start();
  await put(emulator, 'here', running(10));
  const there = { ...running(10), location: 'eastus' };
  expect((await put(emulator, 'there', there)).status).toBe(201);
});

test('Spot cores are counted apart', async () => {
  await start();
  await put(emulator, 'regular', running(10));
  const spot = (cpu: number): object => running(cpu, { priority: 'Spot' });
  const made = await Promise.all([1, 2, 3].map((n) => put(emulator, `spot-${String(n)}`, spot(3))));
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
  const { message } = await failure(put(emulator, 'spot-4', spot(2)));
  expect(message).toContain("quota 'StandardSpotCores'");
});

test('of groups put at once, no more are taken than there is quota for', async () => {
  await start();
  await limit({ containerGroups: 3 });
  const puts = Array.from({ length: 8 }, (_, n) => put(emulator, `g-${String(n)}`, running(0.1)));
  const statuses = (await Promise.all(puts)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(3);
  expect(statuses.filter((status) => status === 400)).toHaveLength(5);
});

test('an update is counted by its difference: one of a group that is there is not refused', async () => {
  await start();
  await put(emulator, 'same', running(2));
  await settled('same');
  await limit({ containerGroups: 0, standardCores: 0 });
  expect((await put(emulator, 'same', running(2))).status).toBe(200);
});

test('a stopped group gives its cores back, and needs them again to start', async () => {
  await start();
  const { containerGroups } = emulator.client;
  await put(emulator, 'first', running(10));
  await settled('first');
  await containerGroups.stop('tests', 'first');
  expect((await put(emulator, 'second', running(4))).status).toBe(201);
  const reply = emulator.arms('containerGroups/first/start', { method: 'POST' });
  await expect(failure(reply)).resolves.toMatchObject({
    status: 400,
    message: expect.stringContaining("Usage: '4' Requested: '10'"),
  });
});

test('the usages of a region have every quota, and count what the refusals count', async () => {
  await start();
  await put(emulator, 'a', running(2.5));
  await put(emulator, 'b', running(1, { priority: 'Spot' }));
  await put(emulator, 'c', running(1));
  await settled('c');
  await emulator.client.containerGroups.stop('tests', 'c');
  expect(await usages('West Europe')).toEqual({
    ContainerGroups: '3/100',
    StandardCores: '3/10',
    StandardSpotCores: '1/10',
    StandardK80Cores: '0/0',
    StandardP100Cores: '0/0',
    StandardV100Cores: '0/0',
    DedicatedContainerGroups: '0/0',
    DedicatedCores: '0/0',
    ConfidentialContainerGroups: '0/100',
    ConfidentialCores: '0/10',
  });
  await emulator.client.containerGroups.beginDeleteAndWait('tests', 'a');
  expect(await usages()).toMatchObject({ ContainerGroups: '2/100', StandardCores: '0/10' });
});

test('replies say how many more requests there may be, errors as well', async () => {
  await start();
  const one = await put(emulator, 'one', running(1));
  const two = await put(emulator, 'two', running(1));
  const deleted = await emulator.arms('containerGroups/one', { method: 'DELETE' });
  const missing = await emulator.arms('containerGroups/none');
  expect(left(one, 'writes')).toBe('199');
  expect(left(one, 'resource-requests-pt5m')).toBe('99');
  expect(left(one, 'resource-requests-pt1h')).toBe('299');
  expect(left(two, 'resource-requests-pt5m')).toBe('98');
  expect(left(deleted, 'deletes')).toBe('199');
  expect(left(deleted, 'resource-requests-pt5m')).toBe('99');
  expect([missing.status, left(missing, 'reads')]).toEqual([404, '249']);
});

test('creates beyond those of five minutes are 429 until the five minutes are over', async () => {
  await start();
  await limit({ requestsPer5Minutes: 2 });
  await put(emulator, 'one', running(1));
  await put(emulator, 'two', running(1));
  const refused = await put(emulator, 'three', running(1));
  const seconds = Number(refused.headers.get('retry-after'));
  await expect(failure(refused)).resolves.toMatchObject({ status: 429, code: 'TooManyRequests' });
  expect(seconds).toBeGreaterThan(290);
  expect(seconds).toBeLessThanOrEqual(300);
  const deleted = await emulator.arms('containerGroups/one', { method: 'DELETE' });
  expect(deleted.status).toBe(200);
  emulator.clock.advance(seconds * 1000);
  expect((await put(emulator, 'three', running(1))).status).toBe(201);
});

test('creates beyond those of an hour are 429 until the hour is over', async () => {
  await start();
  await limit({ requestsPerHour: 1 });
  await put(emulator, 'one', running(1));
  const { status, message } = await failure(put(emulator, 'two', running(1)));
  expect(status).toBe(429);
  expect(message).toContain("exceeded the limit of '1' for time interval '01:00:00'");
  emulator.clock.advance(3600 * 1000);
  expect((await put(emulator, 'two', running(1))).status).toBe(201);
});

test('reads beyond the bucket of the subscription are 429 until it has filled again', async () => {
  await start();
  await limit({ reads: { bucket: 2, perSecond: 0.1 } });
  const replies = [];
  for (let n = 0; n < 3; n += 1) replies.push(await emulator.arms('containerGroups'));
  const refused = replies[2];
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(refused?.headers.get('retry-after')).toBe('10');
  if (!refused) return;
  expect(left(refused, 'reads')).toBe('0');
  await expect(failure(refused)).resolves.toMatchObject({ code: 'SubscriptionRequestsThrottled' });
  emulator.clock.advance(10_000);
  expect((await emulator.arms('containerGroups')).status).toBe(200);
});

test('the SDK waits as it is told and comes through', async () => {
  await start();
  await limit({ reads: { bucket: 1, perSecond: 1 } });
  const { containerGroups } = emulator.client;
  await expect(containerGroups.get('tests', 'none')).rejects.toMatchObject({ statusCode: 404 });
  await expect(containerGroups.get('tests', 'none')).rejects.toMatchObject({ statusCode: 404 });
});

async function settled(name: string): Promise<void> {
  for (;;) {
    const group = await emulator.client.containerGroups.get('tests', name);
    if (group.provisioningState === 'Succeeded') return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
