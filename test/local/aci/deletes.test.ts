import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { control, getStatus } from './support/controls.ts';
import { groupOf, shell } from './support/groups.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { failure, groupBody, put } from './support/requests.ts';

let emulator: TestEmulator;

beforeEach(async () => {
  emulator = await startEmulator();
  await control(emulator, 'PATCH', '/_emu/behaviour', { delete: 'async', deleteSeconds: 100 });
});
afterEach(() => emulator.stop());

const remove = (name: string): Promise<Response> =>
  emulator.arms(`containerGroups/${name}`, { method: 'DELETE' });

async function pass(seconds: number): Promise<void> {
  emulator.clock.advance(seconds * 1000);
  await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a delete that takes time answers 202, its Location 202 until the group is gone, and 204 then', async () => {
  await put(emulator, 'g', groupBody());
  const reply = await remove('g');
  const location = new URL(reply.headers.get('location') ?? '');
  const ask = async (): Promise<number> =>
    (await emulator.arms(`${location.pathname}${location.search}`)).status;
  const during = [await ask(), await getStatus(emulator, 'g')];
  await pass(101);
  expect(reply.status).toBe(202);
  expect(Number(reply.headers.get('retry-after'))).toBe(10);
  expect([...during, await ask(), await getStatus(emulator, 'g')]).toEqual([202, 200, 204, 404]);
});

test('meanwhile the name is taken: a create is told to come again', async () => {
  await put(emulator, 'g', groupBody());
  await remove('g');
  const refused = await failure(put(emulator, 'g', groupBody()));
  await pass(101);
  expect(refused).toMatchObject({ status: 409, code: 'ContainerGroupTransitioning' });
  expect((await put(emulator, 'g', groupBody())).status).toBe(201);
});

test('a second delete joins the first', async () => {
  await put(emulator, 'g', groupBody());
  const first = await remove('g');
  const second = await remove('g');
  expect(second.status).toBe(202);
  expect(second.headers.get('location')).toBe(first.headers.get('location'));
});

test('a group that is not there is deleted at once, with 204', async () => {
  expect((await remove('nobody')).status).toBe(204);
});

test('the SDK waits for the end of a deletion', async () => {
  await control(emulator, 'PATCH', '/_emu/behaviour', { deleteSeconds: 1 });
  const { client, resourceGroup } = emulator;
  await client.containerGroups.beginCreateOrUpdateAndWait(
    resourceGroup,
    'g',
    groupOf(shell('sleep 600')),
  );
  await client.containerGroups.beginDeleteAndWait(resourceGroup, 'g', { updateIntervalInMs: 50 });
  expect(await getStatus(emulator, 'g')).toBe(404);
});
