import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { definition, World } from './support/world.ts';

let folder: string;
let world: World;

beforeEach(async () => {
  folder = await temporaryFolder('logic-apps-store');
  world = new World(path.join(folder, 'store.sqlite'));
});

afterEach(async () => {
  await world.stop();
  await rm(folder, { recursive: true });
});

/** Restarts the runner after every so many calls to ARM: at each step of the job, some time. */
test.each([1, 2, 3, 5])(
  'killed after every %s calls to ARM, a job still ends once and its group is deleted',
  async (every) => {
    const workflow = world.shipped('blob-sentiment');
    await world.start(workflow);
    world.blobs.put('input/a.jsonl', '{}');
    for (let calls = every; world.runs()[0]?.status !== 'Succeeded'; calls += every) {
      const isThere = (): boolean =>
        world.arm.calls.length >= calls || world.runs()[0]?.status === 'Succeeded';
      await world.clock.runUntil(isThere, 3_600_000);
      await world.restart(workflow);
    }
    expect(world.runs()).toHaveLength(1);
    expect(world.arm.groups.size).toBe(0);
    expect(world.arm.calls.filter((call) => call.startsWith('DELETE'))).not.toHaveLength(0);
  },
);

test('a wait that is interrupted ends when it would have', async () => {
  const workflow = world.compile(
    definition({
      Wait: { type: 'Wait', inputs: { interval: { count: 1, unit: 'Hour' } }, runAfter: {} },
    }),
  );
  await world.start(workflow);
  await world.queues.put('start', 'go');
  await world.clock.advance(30 * 60_000);
  await world.restart(workflow);
  const run = await world.firstEnd();
  const seconds = (Date.parse(run.endTime ?? '') - Date.parse(run.startTime)) / 1000;
  expect(seconds).toBe(3600);
});

test('variables, loops and branches go on where they were', async () => {
  const succeeded = (name: string) => ({ [name]: ['Succeeded'] });
  const workflow = world.compile(
    definition({
      Init: {
        type: 'InitializeVariable',
        inputs: { variables: [{ name: 'n', type: 'integer', value: 0 }] },
      },
      Loop: {
        type: 'Until',
        expression: "@equals(variables('n'), 10)",
        runAfter: succeeded('Init'),
        actions: {
          Count: { type: 'IncrementVariable', inputs: { name: 'n' } },
          Wait: {
            type: 'Wait',
            inputs: { interval: { count: 10, unit: 'Second' } },
            runAfter: succeeded('Count'),
          },
        },
      },
      Each: {
        type: 'Foreach',
        foreach: "@range(0, variables('n'))",
        operationOptions: 'Sequential',
        runAfter: succeeded('Loop'),
        actions: {
          Pause: { type: 'Wait', inputs: { interval: { count: 10, unit: 'Second' } } },
          Add: {
            type: 'IncrementVariable',
            inputs: { name: 'n', value: "@items('Each')" },
            runAfter: succeeded('Pause'),
          },
        },
      },
      End: { type: 'Compose', inputs: "@variables('n')", runAfter: succeeded('Each') },
    }),
  );
  await world.start(workflow);
  await world.queues.put('start', 'go');
  for (let restarts = 0; restarts < 12; restarts += 1) {
    await world.clock.advance(17_000);
    await world.restart(workflow);
  }
  expect(await world.firstEnd()).toMatchObject({ status: 'Succeeded' });
  expect(world.action('End').outputs).toBe(55);
  expect(world.actions('Count')).toHaveLength(10);
  expect(world.actions('Add')).toHaveLength(10);
});

test('what came while the runner was away starts its run after the start', async () => {
  const workflow = world.shipped('blob-to-jobs-queue');
  await world.start(workflow);
  world.blobs.put('input/late', '{}');
  await world.restart(workflow);
  await world.firstEnd();
  expect(world.queues.texts('work')).toHaveLength(1);
});
