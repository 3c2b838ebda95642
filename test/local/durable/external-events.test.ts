import { beforeAll, expect, test } from '@jest/globals';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.activity('noop', { handler: () => null });
    df.app.orchestration('both', function* (context) {
      const first = context.df.waitForExternalEvent('go');
      const second = context.df.waitForExternalEvent('go');
      const results: unknown = yield context.df.Task.all([first, second]);
      return results;
    });
    df.app.orchestration('inTurn', function* (context) {
      yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 5000));
      const seen: unknown[] = [];
      for (let index = 0; index < 3; index += 1)
        seen.push(yield context.df.waitForExternalEvent('go'));
      return seen;
    });
    df.app.orchestration('once', function* (context) {
      const data: unknown = yield context.df.waitForExternalEvent('go');
      return { data };
    });
  });
});

test('of two waiters for one event the later gets the first', async () => {
  await using host = await startHost(worker);
  await host.client.start('both');
  await host.client.settle();
  await host.client.raise('both', 'go', 'first');
  await host.client.raise('both', 'go', 'second');
  expect(await host.client.end('both')).toMatchObject({ output: ['second', 'first'] });
});

test('events before the wait are kept in order of arrival', async () => {
  await using host = await startHost(worker);
  await host.client.start('inTurn');
  for (const data of [1, 2, 3]) await host.client.raise('inTurn', 'go', data);
  expect(await host.client.end('inTurn')).toMatchObject({ output: [1, 2, 3] });
});

test('an event whose name differs in case is lost, and the log says that nothing can come of it', async () => {
  await using host = await startHost(worker);
  await host.client.start('once');
  await host.client.settle();
  await host.client.raise('once', 'GO', 1);
  await host.client.settle();
  expect(await host.client.status('once')).toMatchObject({ runtimeStatus: 'Running' });
  expect(host.log).toEqual([expect.stringMatching(/^error: .*once.*cannot go on: .*case/)]);
});

test.each([
  ['null', null],
  ['false', false],
  ['an empty text', ''],
])('an event may carry %s', async (_, data) => {
  await using host = await startHost(worker);
  await host.client.start('once');
  expect(await host.client.raise('once', 'go', data)).toBe(202);
  expect(await host.client.end('once')).toMatchObject({ output: { data } });
});

test('an event for an instance that is not there is 404, for one that is over 410', async () => {
  await using host = await startHost(worker);
  expect(await host.client.raise('once', 'go', 1)).toBe(404);
  await host.client.start('once');
  await host.client.raise('once', 'go', 1);
  await host.client.end('once');
  expect(await host.client.raise('once', 'go', 1)).toBe(410);
});
