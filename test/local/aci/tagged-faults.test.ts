import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { getStatus } from './support/controls.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { container, failure, groupBody, put } from './support/requests.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

function putTagged(name: string, faults: string, script = 'echo hello; sleep 600') {
  const command = ['/bin/sh', '-c', script];
  const body = groupBody(
    { containers: [container('main', { command })] },
    { tags: { 'emu.fault': faults } },
  );
  return put(emulator, name, body);
}

const remove = (name: string): Promise<Response> =>
  emulator.arms(`containerGroups/${name}`, { method: 'DELETE' });

async function log(name: string): Promise<string | null | undefined> {
  const reply = await emulator.arms(`containerGroups/${name}/containers/main/logs`);
  return z.object({ content: z.string().nullable().optional() }).parse(await reply.json()).content;
}

async function untilLog(name: string, text: string): Promise<void> {
  while (!(await log(name))?.includes(text))
    await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a tag that is no fault is refused by its name', async () => {
  const refused = await failure(putTagged('wrong', 'explode:loud=yes'));
  expect(refused).toMatchObject({ status: 400, details: [{ target: 'tags.emu.fault' }] });
  expect(await getStatus(emulator, 'wrong')).toBe(404);
});

test('a delete fails as often as its tag says, and works then', async () => {
  await putTagged('stubborn', 'deleteFail:times=2');
  const statuses = [];
  for (let tries = 0; tries < 4; tries += 1) statuses.push((await remove('stubborn')).status);
  expect(statuses).toEqual([500, 500, 200, 204]);
});

test('a delete may take its time by a tag: the group is there until then', async () => {
  await putTagged('lagging', 'deleteLag:seconds=30');
  expect((await remove('lagging')).status).toBe(202);
  const during = await getStatus(emulator, 'lagging');
  emulator.clock.advance(31_000);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([during, await getStatus(emulator, 'lagging')]).toEqual([200, 404]);
});

test('logs are null so many times, and then there', async () => {
  await putTagged('null', 'logsNull:times=2');
  expect([await log('null'), await log('null')]).toEqual([null, null]);
  await untilLog('null', 'hello');
});

test('logs are not available so many times', async () => {
  await putTagged('no-logs', 'logsError:times=1');
  const reply = emulator.arms('containerGroups/no-logs/containers/main/logs');
  await expect(failure(reply)).resolves.toMatchObject({ code: 'ContainerLogNotAvailable' });
  await untilLog('no-logs', 'hello');
});

test('logs may lag: what was written just now is not shown yet', async () => {
  await putTagged('late', 'logsLag:seconds=3600');
  await put(
    emulator,
    'in-time',
    groupBody({
      containers: [container('main', { command: ['/bin/sh', '-c', 'echo hello; sleep 600'] })],
    }),
  );
  await untilLog('in-time', 'hello');
  const early = await log('late');
  emulator.clock.advance(3_700_000);
  await untilLog('late', 'hello');
  expect(early).toBe('');
});

test('a ghost is not found and not listed for a while, and deleted all the same', async () => {
  await putTagged('ghost', 'ghost:seconds=100');
  const listed = async (): Promise<boolean> =>
    (
      await (
        await emulator.arms(
          '/subscriptions/' +
            emulator.subscriptionId +
            '/providers/Microsoft.ContainerInstance/containerGroups',
        )
      ).text()
    ).includes('"ghost"');
  const before = [await getStatus(emulator, 'ghost'), await listed()];
  emulator.clock.advance(101_000);
  expect([before, await getStatus(emulator, 'ghost')]).toEqual([[404, false], 200]);
});

test('tags that are changed bring their faults, and take the old ones with them', async () => {
  await putTagged('changed', 'deleteFail:times=9');
  const body = JSON.stringify({ tags: { 'EMU.FAULT': 'logsNull' } });
  await emulator.arms('containerGroups/changed', { method: 'PATCH', body });
  expect(await log('changed')).toBeNull();
  expect((await remove('changed')).status).toBe(200);
});

test('how often a fault has come is not forgotten by a group of the same name', async () => {
  await putTagged('again', 'deleteFail:times=1');
  expect([(await remove('again')).status, (await remove('again')).status]).toEqual([500, 200]);
  await putTagged('again', 'deleteFail:times=1');
  expect([(await remove('again')).status, (await remove('again')).status]).toEqual([500, 200]);
});
