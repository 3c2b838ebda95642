import { beforeEach, expect, test } from '@jest/globals';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { appFolder } from './support/app-folder.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
let runs: Record<string, number> = {};
let failing = true;
beforeEach(async () => {
  runs = {};
  failing = true;
  worker = await workerFor((df) => {
    df.app.activity('work', {
      handler: (name: string) => {
        runs[name] = (runs[name] ?? 0) + 1;
        if (failing && name.startsWith('bad')) throw new Error('no luck');
        return name;
      },
    });
    df.app.orchestration('child', function* (context) {
      const result: unknown = yield context.df.callActivity('work', context.df.getInput());
      return result;
    });
    df.app.orchestration('chain', function* (context) {
      const results: unknown[] = [];
      for (const name of ['good', 'bad', 'last'])
        results.push(yield context.df.callActivity('work', name));
      return results;
    });
    df.app.orchestration('parent', function* (context) {
      const tasks = ['good', 'bad-1', 'bad-2'].map((name) =>
        context.df.callSubOrchestrator('child', name, `kid-${name}`),
      );
      const results: unknown = yield context.df.Task.all(tasks);
      return results;
    });
    df.app.orchestration('throws', function* () {
      if (failing) throw new Error('on purpose');
      yield* [];
      return 'well';
    });
  });
});

test('after a rewind only what had failed runs again', async () => {
  await using host = await startHost(worker);
  expect((await host.client.run('chain')).runtimeStatus).toBe('Failed');
  failing = false;
  expect((await host.client.call('POST', 'instances/chain/rewind?reason=mended')).status).toBe(202);
  expect(await host.client.end('chain')).toMatchObject({
    runtimeStatus: 'Completed',
    output: ['good', 'bad', 'last'],
  });
  expect(runs).toEqual({ good: 1, bad: 2, last: 1 });
});

test('a rewind can be done again when it fails again', async () => {
  await using host = await startHost(worker);
  await host.client.run('chain');
  await host.client.call('POST', 'instances/chain/rewind');
  expect((await host.client.end('chain')).runtimeStatus).toBe('Failed');
  failing = false;
  await host.client.call('POST', 'instances/chain/rewind');
  expect((await host.client.end('chain')).runtimeStatus).toBe('Completed');
  expect(runs).toEqual({ good: 1, bad: 3, last: 1 });
});

test('children that failed are rewound with their parent, the others are left alone', async () => {
  await using host = await startHost(worker);
  // One failure is enough for the parent; that of the other is rewound, too.
  expect((await host.client.run('parent')).runtimeStatus).toBe('Failed');
  failing = false;
  await host.client.call('POST', 'instances/parent/rewind');
  expect((await host.client.end('parent')).output).toEqual(['good', 'bad-1', 'bad-2']);
  expect(runs).toEqual({ good: 1, 'bad-1': 2, 'bad-2': 2 });
});

test('an orchestrator that threw by itself runs again', async () => {
  await using host = await startHost(worker);
  await host.client.run('throws');
  failing = false;
  await host.client.call('POST', 'instances/throws/rewind');
  expect((await host.client.end('throws')).output).toBe('well');
});

test('a rewind outlives the process', async () => {
  using folder = appFolder({});
  const databaseFile = folder.database;
  await using first = await startHost(worker, { databaseFile });
  await first.client.run('chain');
  failing = false;
  await first.client.call('POST', 'instances/chain/rewind');
  // The first is dropped before its next turn, as a kill would drop it.
  await using second = await startHost(worker, { databaseFile });
  expect((await second.client.end('chain')).output).toEqual(['good', 'bad', 'last']);
});

test('only what has failed can be rewound', async () => {
  await using host = await startHost(worker);
  expect((await host.client.call('POST', 'instances/nobody/rewind')).status).toBe(404);
  failing = false;
  await host.client.run('chain');
  expect((await host.client.call('POST', 'instances/chain/rewind')).status).toBe(412);
});
