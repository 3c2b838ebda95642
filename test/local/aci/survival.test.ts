import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { processesOf, signalAll } from '../../../local/aci/process-backend/run-processes.ts';
import { EmulatorProcess } from './support/as-process.ts';

let emulator: EmulatorProcess;

beforeEach(async () => {
  emulator = await EmulatorProcess.start();
});
afterEach(() => emulator.dispose());

const isRunning = (view: { currentState: { state: string } }): boolean =>
  view.currentState.state === 'Running';
const isOver = (view: { currentState: { state: string } }): boolean =>
  view.currentState.state === 'Terminated';

/** Ends with this exit code as soon as the file `go` is there. */
function waiting(exitCode: number): string {
  const go = path.join(emulator.folder, 'go');
  return `echo before; while ! test -e ${go}; do sleep 0.02; done; echo after; exit ${String(exitCode)}`;
}
const letGo = (): Promise<void> => writeFile(path.join(emulator.folder, 'go'), '');

test('a container goes on while its emulator is killed, and is found again', async () => {
  await emulator.put('goes-on', waiting(7));
  const before = await emulator.until('goes-on', isRunning);
  await emulator.end('SIGKILL');
  await emulator.start();
  const found = await emulator.view('goes-on');
  await letGo();
  const over = await emulator.until('goes-on', isOver);

  expect(found.currentState).toMatchObject({
    state: 'Running',
    startTime: before.currentState.startTime,
  });
  expect(over).toMatchObject({
    restartCount: 0,
    currentState: { exitCode: 7, startTime: before.currentState.startTime, detailStatus: 'Error' },
  });
  await expect(emulator.log('goes-on')).resolves.toBe('before\nafter\n');
});

test('a container that ends while there is no emulator keeps its exit code, time and log', async () => {
  await emulator.put('ends-alone', waiting(0));
  await emulator.until('ends-alone', isRunning);
  await emulator.end('SIGKILL');
  await letGo();
  while ((await processesOf(emulator.folder)).length > 0) await soon();
  const restarted = new Date();
  await emulator.start();

  const over = await emulator.until('ends-alone', isOver);
  expect(over).toMatchObject({
    restartCount: 0,
    currentState: { exitCode: 0, detailStatus: 'Completed' },
  });
  expect(new Date(over.currentState.finishTime ?? '') < restarted).toBe(true);
  await expect(emulator.log('ends-alone')).resolves.toBe('before\nafter\n');
});

test('a clean stop ends the containers, and the next start runs them again as after maintenance', async () => {
  await emulator.put('again', waiting(5));
  await emulator.until('again', isRunning);
  await expect(emulator.end('SIGTERM')).resolves.toBe(0);
  const left = await processesOf(emulator.folder);
  await letGo();
  await emulator.start();

  const over = await emulator.until('again', isOver);
  expect(left).toEqual([]);
  expect(over).toMatchObject({
    restartCount: 1,
    currentState: { exitCode: 5 },
    previousState: { state: 'Terminated', exitCode: 7147 },
  });
  expect(over.events).toContainEqual(
    expect.objectContaining({
      name: 'Killing',
      message: 'Killing container 1 (platform initiated).',
    }),
  );
});

test('a container that died without a trace is run again', async () => {
  await emulator.put('no-trace', waiting(0));
  await emulator.until('no-trace', isRunning);
  await emulator.end('SIGKILL');
  const all = await processesOf(emulator.folder);
  // The launcher first, as it would write down how its program ended.
  signalAll(
    all.filter((entry) => entry.pid === entry.session),
    'SIGKILL',
  );
  signalAll(all, 'SIGKILL');
  while ((await processesOf(emulator.folder)).length > 0) await soon();
  await letGo();
  await emulator.start();

  const over = await emulator.until('no-trace', isOver);
  expect(over).toMatchObject({ restartCount: 1, currentState: { exitCode: 0 } });
});

test('what a killed emulator had begun to delete is gone after the next start', async () => {
  await emulator.put('deleted', 'trap "" TERM; while :; do sleep 0.02; done');
  await emulator.until('deleted', isRunning);
  await emulator.delete('deleted');
  await emulator.end('SIGKILL');
  await emulator.start();

  const folders = (): string[] => readdirSync(path.join(emulator.folder, 'data', 'containers'));
  while (folders().length > 0) await soon();
  expect((await emulator.request('deleted')).status).toBe(404);
  expect(await processesOf(emulator.folder)).toEqual([]);
});

test('killed in the middle of many creates, it runs every group that it has answered for once', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `many-${String(index)}`);
  const runs = path.join(emulator.folder, 'runs');
  const puts = names.map((name) => emulator.put(name, `echo ${name} >> ${runs}; exit 4`));
  const results = Promise.allSettled(puts);
  await Promise.any(puts);
  await emulator.end('SIGKILL');
  const answered = (await results).flatMap(({ status }, index) =>
    status === 'fulfilled' ? [names[index] ?? ''] : [],
  );
  await emulator.start();

  for (const name of answered) {
    const over = await emulator.until(name, isOver);
    expect(over).toMatchObject({ restartCount: 0, currentState: { exitCode: 4 } });
  }
  const ran = readFileSync(runs, 'utf8').split('\n');
  expect(ran).toEqual(expect.arrayContaining(answered));
  expect(ran).toHaveLength(new Set(ran).size);
});

test('killed again and again at seeded moments, it loses no group and runs none twice', async () => {
  const runs = path.join(emulator.folder, 'runs');
  const moments = [40, 190, 15, 320, 90];
  const names = moments.map((_, index) => `chaos-${String(index)}`);
  for (const [index, moment] of moments.entries()) {
    const name = names[index] ?? '';
    await emulator.put(
      name,
      `echo ${name} >> ${runs}; sleep 0.${String(index * 2)}; exit ${String(index)}`,
    );
    await new Promise((resolve) => setTimeout(resolve, moment));
    await emulator.end('SIGKILL');
    await emulator.start();
  }
  const ends = [];
  for (const name of names) ends.push(await emulator.until(name, isOver));

  expect(ends.map(({ restartCount }) => restartCount)).toEqual([0, 0, 0, 0, 0]);
  expect(ends.map(({ currentState }) => currentState.exitCode)).toEqual([0, 1, 2, 3, 4]);
  expect(readFileSync(runs, 'utf8').trim().split('\n').sort()).toEqual(names);
});

function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
