import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { groupOf, shell } from './support/groups.ts';
import { groupBody, put } from './support/requests.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
afterEach(() => fetch(`${emulator.arm}/_emu/faults`, { method: 'DELETE' }));

async function fault(request: object): Promise<number> {
  const init = { method: 'POST', body: JSON.stringify(request) };
  return (await fetch(`${emulator.arm}/_emu/faults`, init)).status;
}

const get = async (name: string): Promise<number> =>
  (await emulator.arms(`containerGroups/${name}`)).status;

test('a create that is done but whose connection is cut is ambiguous for its client, and the group is there', async () => {
  const match = { operation: 'ContainerGroups_CreateOrUpdate' };
  await fault({ match, action: { abort: 'after' } });
  await expect(put(emulator, 'ambiguous', groupBody())).rejects.toThrow('fetch failed');
  await expect(get('ambiguous')).resolves.toBe(200);
});

test('a connection that is cut before leaves nothing', async () => {
  await fault({ match: { group: 'cut-*' }, action: { abort: 'before' } });
  await expect(put(emulator, 'cut-before', groupBody())).rejects.toThrow('fetch failed');
  await expect(get('cut-before')).resolves.toBe(404);
});

test('the SDK repeats a create whose connection was cut, which restarts the group that it had made', async () => {
  const match = { operation: 'ContainerGroups_CreateOrUpdate' };
  await fault({ match, action: { abort: 'after' } });
  const { client, resourceGroup } = emulator;
  const group = groupOf(shell('sleep 600'));
  await client.containerGroups.beginCreateOrUpdate(resourceGroup, 'repeated', group);
  const puts = (await journal()).filter((line) => line['group'] === 'repeated');
  expect(puts).toMatchObject([
    { method: 'PUT', status: 0 },
    { method: 'PUT', status: 200 },
  ]);
});

test('a create is refused with the error that was asked for, once', async () => {
  const action = {
    status: 409,
    code: 'ServiceUnavailable',
    message: 'no capacity',
    headers: { 'retry-after': '7' },
  };
  await fault({ match: { operation: 'ContainerGroups_CreateOrUpdate' }, action });
  const refused = await put(emulator, 'refused', groupBody());
  expect(refused.status).toBe(409);
  expect(refused.headers.get('retry-after')).toBe('7');
  await expect(refused.json()).resolves.toEqual({
    error: { code: 'ServiceUnavailable', message: 'no capacity' },
  });
  expect((await put(emulator, 'refused', groupBody())).status).toBe(201);
});

test('a delete fails as often as asked, and then works', async () => {
  await put(emulator, 'stubborn', groupBody());
  const match = { operation: 'ContainerGroups_Delete', group: 'stubborn' };
  await fault({ match, action: { status: 500, times: 2 } });
  const statuses = [];
  for (let tries = 0; tries < 4; tries += 1) {
    statuses.push((await emulator.arms('containerGroups/stubborn', { method: 'DELETE' })).status);
  }
  expect(statuses).toEqual([500, 500, 200, 204]);
});

test('a group may be a ghost for one read, the second', async () => {
  await put(emulator, 'ghost', groupBody());
  const match = { operation: 'ContainerGroups_Get', group: 'ghost', nth: 2 };
  await fault({ match, action: { status: 404, code: 'ResourceNotFound' } });
  expect([await get('ghost'), await get('ghost'), await get('ghost')]).toEqual([200, 404, 200]);
});

test('faults come in the order in which they were asked for', async () => {
  await put(emulator, 'order', groupBody());
  for (const status of [500, 503, 429])
    await fault({ match: { group: 'order' }, action: { status } });
  const statuses = [];
  for (let tries = 0; tries < 4; tries += 1) statuses.push(await get('order'));
  expect(statuses).toEqual([500, 503, 429, 200]);
});

test('a group without capacity fails in its operation, and the SDK says so', async () => {
  await fault({ match: { group: 'no-capacity' }, action: { lifecycle: 'capacity' } });
  const { client, resourceGroup } = emulator;
  const group = groupOf(shell('exit 0'));
  await expect(
    client.containerGroups.beginCreateOrUpdateAndWait(resourceGroup, 'no-capacity', group),
  ).rejects.toThrow('The requested resource is not available');
});

test('a fault that is not understood is refused with every wrong field', async () => {
  const init = { method: 'POST', body: JSON.stringify({ match: { nth: 0 }, action: {}, more: 1 }) };
  const reply = await fetch(`${emulator.arm}/_emu/faults`, init);
  const { error } = z
    .object({ error: z.object({ message: z.string() }) })
    .parse(await reply.json());
  expect(reply.status).toBe(400);
  expect(error.message).toMatch(/match\.nth.*action.*more/s);
});

test('the clock can be told to go on, and a group that is stuck then runs into its timeout', async () => {
  await fault({ match: { group: 'stuck' }, action: { lifecycle: 'stuckCreating' } });
  await put(emulator, 'stuck', groupBody());
  const init = { method: 'POST', body: '{"advanceSeconds":1801}' };
  const before = emulator.clock.now();
  const reply = await fetch(`${emulator.arm}/_emu/clock`, init);
  const { now } = z.object({ now: z.string() }).parse(await reply.json());
  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(Date.parse(now) - before.getTime()).toBeGreaterThan(1_800_000);
  const group = await emulator.client.containerGroups.get(emulator.resourceGroup, 'stuck');
  expect(group.provisioningState).toBe('Failed');
});

test('the journal has a line for every request, also for one that was cut', async () => {
  await fault({ match: { group: 'in-journal' }, action: { abort: 'before' } });
  await put(emulator, 'in-journal', groupBody()).catch(() => undefined);
  await get('in-journal');
  expect((await journal()).slice(-2)).toMatchObject([
    { method: 'PUT', status: 0, operation: 'ContainerGroups_CreateOrUpdate', group: 'in-journal' },
    { method: 'GET', status: 404, operation: 'ContainerGroups_Get', group: 'in-journal' },
  ]);
});

async function journal() {
  const text = await (await fetch(`${emulator.arm}/_emu/journal?kind=request`)).text();
  const lines = text.trim().split('\n');
  return lines.map((line) => z.looseObject({}).parse(JSON.parse(line)));
}
