import { beforeAll, expect, test } from '@jest/globals';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
const started: string[] = [];
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.activity('work', {
      handler: (name: string) => {
        started.push(name);
        return name;
      },
    });
    df.app.orchestration('kid', function* (context) {
      const result: unknown = yield context.df.callActivity('work', 'kid');
      return result;
    });
    df.app.orchestration('racedThenAlone', function* (context) {
      const kid = context.df.callSubOrchestrator('kid');
      const go = context.df.waitForExternalEvent('go');
      yield context.df.Task.any([kid, go]);
      yield context.df.callActivity('work', 'between');
      const result: unknown = yield kid;
      return result;
    });
    df.app.orchestration('racedThenRacedAgain', function* (context) {
      const kid = context.df.callSubOrchestrator('kid');
      const go = context.df.waitForExternalEvent('go');
      yield context.df.Task.any([kid, go]);
      yield context.df.Task.all([kid]);
      return 'done';
    });
    df.app.orchestration('notYielded', function* (context) {
      context.df.callActivity('work', 'lost');
      const result: unknown = yield context.df.callActivity('work', 'kept');
      return result;
    });
    df.app.orchestration('oneFails', function* (context) {
      const due = new Date(context.df.currentUtcDateTime.getTime() + 60_000);
      try {
        yield context.df.Task.all([
          context.df.callActivity('absentMinded'),
          context.df.createTimer(due),
        ]);
      } catch {
        yield context.df.callActivity('work', 'after the failure');
      }
      return context.df.currentUtcDateTime.toISOString();
    });
    df.app.activity('absentMinded', {
      handler: () => {
        throw new Error('forgot');
      },
    });
  });
});

test('a task that lost a race may be yielded alone: it runs once', async () => {
  await using host = await startHost(worker);
  started.length = 0;
  await host.client.start('racedThenAlone');
  await host.client.raise('racedThenAlone', 'go', 1);
  expect(await host.client.end('racedThenAlone')).toMatchObject({ output: 'kid' });
  expect(started.filter((name) => name === 'kid')).toHaveLength(1);
});

test('a task that stands in a second wait is started a second time, as on Azure', async () => {
  await using host = await startHost(worker);
  started.length = 0;
  await host.client.start('racedThenRacedAgain');
  await host.client.raise('racedThenRacedAgain', 'go', 1);
  await host.client.end('racedThenRacedAgain');
  expect(started).toEqual(['kid', 'kid']);
});

test('what is called but never yielded is never started and takes no number', async () => {
  await using host = await startHost(worker);
  started.length = 0;
  expect(await host.client.run('notYielded')).toMatchObject({ output: 'kept' });
  expect(started).toEqual(['kept']);
});

test('after one task of an all has failed, nothing new starts until the others have ended', async () => {
  await using host = await startHost(worker);
  started.length = 0;
  const id = await host.client.start('oneFails');
  await host.clock.advance(59_000);
  expect(started).toEqual([]);
  await host.client.end(id);
  expect(started).toEqual(['after the failure']);
});
