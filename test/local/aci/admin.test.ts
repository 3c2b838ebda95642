import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { addFault, billing, control, getStatus, journal } from './support/controls.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { container, groupBody, put } from './support/requests.ts';

let emulator: TestEmulator;

beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.stop());

const endless = groupBody({
  containers: [container('main', { command: ['/bin/sh', '-c', 'sleep 600'] })],
});

async function now(change: object): Promise<number> {
  const reply = await control(emulator, 'POST', '/_emu/clock', change);
  return Date.parse(z.object({ now: z.string() }).parse(await reply.json()).now);
}

test('a reset leaves no group, no container, no fault, no journal, no bill and no behaviour of before', async () => {
  await put(emulator, 'g', endless);
  await addFault(emulator, { action: { status: 500, times: 100 } });
  await control(emulator, 'PATCH', '/_emu/behaviour', { delete: 'async' });
  expect((await control(emulator, 'POST', '/_emu/reset')).status).toBe(204);

  expect(await journal(emulator)).toEqual([]);
  expect(await getStatus(emulator, 'g')).toBe(404);
  expect(await billing(emulator)).toMatchObject({ total: { groups: 0 }, groups: [] });
  await expect((await control(emulator, 'GET', '/_emu/faults')).json()).resolves.toEqual({
    value: [],
  });
  await expect((await control(emulator, 'GET', '/_emu/behaviour')).json()).resolves.toMatchObject({
    delete: 'sync',
  });
  expect(await readdir(path.join(emulator.folder, 'data', 'containers'))).toEqual([]);
});

test('a deletion that was going on at a reset does not touch the next group of the name', async () => {
  await control(emulator, 'PATCH', '/_emu/behaviour', { delete: 'async', deleteSeconds: 60 });
  await put(emulator, 'g', endless);
  await emulator.arms('containerGroups/g', { method: 'DELETE' });
  await control(emulator, 'POST', '/_emu/reset');
  await put(emulator, 'g', endless);
  await now({ advanceSeconds: 100 });
  expect(await getStatus(emulator, 'g')).toBe(200);
});

test('virtual time stands until it is advanced, and goes on from there when it is real again', async () => {
  const start = await now({ mode: 'virtual' });
  await new Promise((resolve) => setTimeout(resolve, 30));
  const still = emulator.clock.now().getTime();
  const later = await now({ advanceSeconds: 60 });
  const real = await now({ mode: 'real' });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect([still - start, later - start]).toEqual([0, 60_000]);
  expect(real - later).toBeLessThan(10_000);
  expect(emulator.clock.now().getTime()).toBeGreaterThan(real);
});

test('a change of the clock that says nothing is refused', async () => {
  expect((await control(emulator, 'POST', '/_emu/clock', {})).status).toBe(400);
});
