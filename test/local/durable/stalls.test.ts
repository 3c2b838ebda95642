import { beforeAll, expect, test } from '@jest/globals';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.activity('noop', { handler: () => null });
    df.app.orchestration('callsNothing', function* (context) {
      yield context.df.callActivity('notThere');
    });
    df.app.orchestration('startsNothing', function* (context) {
      yield context.df.callSubOrchestrator('notThere');
    });
    df.app.orchestration('startsItself', function* (context) {
      yield context.df.callSubOrchestrator('callsNothing', 1, context.df.instanceId);
    });
    df.app.orchestration('waitsTwice', function* (context) {
      const task = context.df.callActivity('noop');
      yield context.df.Task.all([task]);
      yield context.df.Task.all([task]);
    });
    df.app.orchestration('throwsNoError', function* () {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- this is what Azure cannot handle
      throw { code: 7 };
    });
    df.app.orchestration('child', function* (context) {
      yield context.df.waitForExternalEvent('go');
    });
    df.app.orchestration('parent', function* (context) {
      yield context.df.callSubOrchestrator('child', 1, 'shared-child');
    });
  });
});

test.each([
  ['callsNothing', /calls the activity "notThere", which the app does not have/],
  ['startsNothing', /calls the sub-orchestrator "notThere", which the app does not have/],
  ['startsItself', /with the id "startsItself", which is its own/],
  ['waitsTwice', /a second Task\.any or Task\.all/],
  ['throwsNoError', /is not an Error/],
])('%s waits for ever, as on Azure, and the log says so once', async (name, reason) => {
  await using host = await startHost(worker);
  await host.client.start(name);
  await host.clock.advance(60_000);
  expect(await host.client.status(name)).toMatchObject({ runtimeStatus: 'Running' });
  await host.client.raise(name, 'wake', 1);
  await host.client.settle();
  expect(host.log).toEqual([expect.stringMatching(reason)]);
});

test('a second start of a child that is alive is lost, and the log says so', async () => {
  await using host = await startHost(worker);
  await host.client.start('parent', 1, 'p1');
  await host.client.settle();
  await host.client.start('parent', 1, 'p2');
  await host.client.settle();
  await host.client.raise('shared-child', 'go', 1);
  await host.client.settle();
  expect(await host.client.status('p1')).toMatchObject({ runtimeStatus: 'Completed' });
  expect(await host.client.status('p2')).toMatchObject({ runtimeStatus: 'Running' });
  expect(host.log).toEqual([expect.stringMatching(/shared-child.* start is lost/)]);
});
