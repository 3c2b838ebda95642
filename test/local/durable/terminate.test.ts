import { beforeAll, expect, test } from '@jest/globals';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
let finallyRuns = 0;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.activity('noop', { handler: () => null });
    df.app.orchestration('waits', function* (context) {
      try {
        yield context.df.waitForExternalEvent('go');
      } finally {
        finallyRuns += 1;
      }
    });
    df.app.orchestration('parent', function* (context) {
      yield context.df.callSubOrchestrator('waits', 1, 'kept-child');
    });
    df.app.orchestration('sleeps', function* (context) {
      yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
      yield context.df.callActivity('noop');
      return 'slept';
    });
  });
});

test('a terminated instance has the reason as output and runs no finally', async () => {
  await using host = await startHost(worker);
  finallyRuns = 0;
  await host.client.start('waits');
  await host.client.settle();
  await host.client.call('POST', 'instances/waits/terminate?reason=no%20longer%20wanted');
  expect(await host.client.end('waits')).toMatchObject({
    runtimeStatus: 'Terminated',
    output: 'no longer wanted',
  });
  expect(finallyRuns).toBe(0);
});

test('the children of a terminated parent go on', async () => {
  await using host = await startHost(worker);
  await host.client.start('parent');
  await host.client.settle();
  await host.client.call('POST', 'instances/parent/terminate?reason=x');
  await host.client.end('parent');
  expect(await host.client.status('kept-child')).toMatchObject({ runtimeStatus: 'Running' });
  await host.client.raise('kept-child', 'go', 1);
  expect(await host.client.end('kept-child')).toMatchObject({ runtimeStatus: 'Completed' });
});

test('a parent fails when its child is terminated: the SDK throws, because a termination has no details', async () => {
  await using host = await startHost(worker);
  await host.client.start('parent');
  await host.client.settle();
  await host.client.call('POST', 'instances/kept-child/terminate?reason=x');
  expect(await host.client.end('parent')).toMatchObject({
    runtimeStatus: 'Failed',
    output: expect.stringMatching(/^Non-Deterministic workflow detected/),
  });
});

test('a suspended instance gets what has happened when it is resumed', async () => {
  await using host = await startHost(worker);
  await host.client.start('sleeps');
  await host.client.settle();
  await host.client.call('POST', 'instances/sleeps/suspend?reason=hold');
  await host.clock.advance(120_000);
  expect(await host.client.status('sleeps')).toMatchObject({
    runtimeStatus: 'Suspended',
    output: 'hold',
  });
  await host.client.call('POST', 'instances/sleeps/resume?reason=on');
  expect(await host.client.end('sleeps')).toMatchObject({ output: 'slept' });
});

test('a suspended instance can be terminated', async () => {
  await using host = await startHost(worker);
  await host.client.start('waits');
  await host.client.settle();
  await host.client.call('POST', 'instances/waits/suspend?reason=hold');
  await host.client.settle();
  await host.client.call('POST', 'instances/waits/terminate?reason=stop');
  expect(await host.client.end('waits')).toMatchObject({ runtimeStatus: 'Terminated' });
});
