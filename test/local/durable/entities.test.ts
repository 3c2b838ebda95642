import { beforeAll, expect, test } from '@jest/globals';
import type { OrchestrationContext } from 'durable-functions';
import { z } from 'zod';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { durableFunctionsOf } from '../../../local/host/worker/durable-functions.ts';
import { eventually } from '../../support/eventually.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
beforeAll(async () => {
  worker = await workerFor((df) => {
    const counter = (key: string) => new df.EntityId('Counter', key);
    df.app.entity<number>('counter', (context) => {
      const { operationName } = context.df;
      const current = context.df.getState(() => 0) ?? 0;
      if (operationName === 'add') context.df.setState(current + Number(context.df.getInput()));
      if (operationName === 'get') context.df.return(current);
      if (operationName === 'delete') context.df.destructOnExit();
      if (operationName === 'fail') throw new Error('not today');
      if (operationName === 'pass') context.df.signalEntity(counter('next'), 'add', current);
    });
    df.app.orchestration('adds', function* (context) {
      const id = counter(String(context.df.getInput()));
      context.df.signalEntity(id, 'add', 5);
      yield context.df.callEntity(id, 'add', 2);
      const value: unknown = yield context.df.callEntity(id, 'get');
      return value;
    });
    df.app.orchestration('fails', function* (context) {
      try {
        yield context.df.callEntity(counter('broken'), 'fail');
      } catch (error) {
        return error instanceof Error ? error.message : 'no error';
      }
      return 'nothing was thrown';
    });
    df.app.orchestration('signalsAndGoesOn', function* (context) {
      const left = Number(context.df.getInput());
      context.df.signalEntity(counter('rounds'), 'add', 1);
      if (left > 0) context.df.continueAsNew(left - 1);
      yield* [];
    });
    df.app.orchestration('signalsLater', function* (context) {
      const { currentUtcDateTime } = context.df;
      const fireAt = new Date(currentUtcDateTime.getTime() + 60_000).toISOString();
      signalAt(context, {
        actionType: 10,
        instanceId: '@counter@late',
        operation: 'add',
        input: 3,
        fireAt,
      });
      yield* [];
    });
    df.app.orchestration('callsMissing', function* (context) {
      yield context.df.callEntity(new df.EntityId('missing', 'one'), 'get');
    });
    df.app.orchestration('mixes', function* (context) {
      const later = new Date(context.df.currentUtcDateTime.getTime() + 60_000);
      const timer = context.df.createTimer(later);
      const call = context.df.callEntity(counter('mixed'), 'add', 1);
      const first: unknown = yield context.df.Task.any([timer, call]);
      timer.cancel();
      const both: unknown = yield context.df.Task.all([
        context.df.callEntity(counter('mixed'), 'get'),
        context.df.callActivity('echo', 'e'),
      ]);
      return { isCallFirst: first === call, both };
    });
    df.app.activity('echo', { handler: (input: string) => input });
    df.app.orchestration('callsMany', function* (context) {
      const calls = Array.from({ length: 10 }, () =>
        context.df.callEntity(counter('many'), 'add', 1),
      );
      yield context.df.Task.all(calls);
      const value: unknown = yield context.df.callEntity(counter('many'), 'get');
      return value;
    });
  });
});

/** The SDK has the action, but no function for it that JavaScript apps could call. */
function signalAt(context: OrchestrationContext, action: object): void {
  const executor: unknown = Reflect.get(context.df, 'taskOrchestratorExecutor');
  const record = z.object({ recordFireAndForgetAction: z.unknown() }).parse(executor);
  const { recordFireAndForgetAction: call } = record;
  if (typeof call === 'function') Reflect.apply(call, executor, [action]);
}

test('an orchestration that signals and calls an entity gets what the entity says', async () => {
  await using host = await startHost(worker);
  expect(await host.client.run('adds', 'one')).toMatchObject({
    runtimeStatus: 'Completed',
    output: 7,
  });
});

test('calls of entities stand beside timers and activities', async () => {
  await using host = await startHost(worker);
  expect((await host.client.run('mixes')).output).toEqual({
    isCallFirst: true,
    both: [1, 'e'],
  });
});

test('an event that is no message of an entity does it no harm', async () => {
  await using host = await startHost(worker);
  await host.client.run('adds', 'one');
  for (const name of ['op', 'release', 'other'])
    expect(await host.client.raise('@counter@one', name, { any: 'thing' })).toBe(202);
  expect((await host.client.run('adds', 'one', 'again')).output).toBe(14);
});

test('all that an entity was told counts once and in order, and its state stays', async () => {
  await using host = await startHost(worker);
  for (const id of ['first', 'second', 'third']) await host.client.start('adds', 'same', id);
  await host.client.settle();
  const state = await host.client.call('GET', 'entities/counter/same');
  expect(await state.json()).toBe(21);
});

test('operations that have come together are handed over in one batch', async () => {
  const functions = durableFunctionsOf(worker);
  const batches: number[] = [];
  await using host = await startHost(worker, {
    functions: {
      ...functions,
      invoke: async (name, data, instanceId) => {
        if (name === 'counter') batches.push(batchSizeOf(data.string));
        return await functions.invoke(name, data, instanceId);
      },
    },
    maxEntityOperationBatchSize: 4,
  });
  expect((await host.client.run('callsMany')).output).toBe(10);
  expect(batches).toEqual([4, 4, 2, 1]);
});

function batchSizeOf(trigger: string | undefined): number {
  return z.object({ batch: z.array(z.unknown()) }).parse(JSON.parse(trigger ?? '')).batch.length;
}

test("an operation that throws fails the call, with the SDK's own words, and leaves the state", async () => {
  await using host = await startHost(worker);
  const entity = 'entities/counter/broken';
  await host.client.call('POST', `${entity}?op=add`, 4);
  expect((await host.client.run('fails')).output).toBe('[object Object]');
  expect(await (await host.client.call('GET', entity)).json()).toBe(4);
});

test('an entity function that fails as a whole fails each operation and changes nothing', async () => {
  const functions = durableFunctionsOf(worker);
  await using host = await startHost(worker, {
    functions: {
      ...functions,
      invoke: async (name, data, instanceId) =>
        name === 'counter'
          ? Promise.reject(new Error('timed out'))
          : await functions.invoke(name, data, instanceId),
    },
  });
  expect((await host.client.run('fails')).output).toBe('timed out');
});

test('destructOnExit deletes the state, and the next operation begins anew', async () => {
  await using host = await startHost(worker);
  const entity = 'entities/counter/gone';
  await host.client.call('POST', `${entity}?op=add`, 4);
  await host.client.call('POST', `${entity}?op=delete`);
  await host.client.settle();
  expect((await host.client.call('GET', entity)).status).toBe(404);
  await host.client.call('POST', `${entity}?op=add`, 1);
  await host.client.settle();
  expect(await (await host.client.call('GET', entity)).json()).toBe(1);
});

test('an entity can signal another', async () => {
  await using host = await startHost(worker);
  await host.client.call('POST', 'entities/counter/first?op=add', 4);
  await host.client.call('POST', 'entities/counter/first?op=pass');
  await host.client.settle();
  expect(await (await host.client.call('GET', 'entities/counter/next')).json()).toBe(4);
});

test('a signal that is sent before continueAsNew is not lost', async () => {
  await using host = await startHost(worker);
  await host.client.run('signalsAndGoesOn', 3);
  expect(await (await host.client.call('GET', 'entities/counter/rounds')).json()).toBe(4);
});

test('a signal for later arrives at its time, though its orchestration is over', async () => {
  await using host = await startHost(worker);
  const { historyEvents } = await host.client.run('signalsLater');
  expect(historyEvents?.[1]).toMatchObject({
    EventType: 'EventSent',
    Name: 'op@2026-01-01T00:01:00.0000000Z',
  });
  await host.clock.advance(50_000);
  expect((await host.client.call('GET', 'entities/counter/late')).status).toBe(404);
  await host.clock.advance(20_000);
  expect(await (await host.client.call('GET', 'entities/counter/late')).json()).toBe(3);
});

test('an entity that waits for something keeps no other from its turns', async () => {
  const functions = durableFunctionsOf(worker);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  await using host = await startHost(worker, {
    functions: {
      ...functions,
      invoke: async (name, data, instanceId) => {
        if (instanceId === '@counter@slow') await promise;
        return await functions.invoke(name, data, instanceId);
      },
    },
  });
  await host.client.call('POST', 'entities/counter/slow?op=add', 1);
  await host.client.start('adds', 'other');
  const output = await eventually(
    async () => (await host.client.status('adds')).output ?? undefined,
  );
  expect(output).toBe(7);
  resolve(undefined);
});

test('a call of an entity that the app has not waits for ever, and the log says so', async () => {
  await using host = await startHost(worker);
  await host.client.start('callsMissing');
  await host.client.settle();
  expect((await host.client.status('callsMissing')).runtimeStatus).toBe('Running');
  expect(host.log).toEqual([expect.stringMatching(/^error: .*@missing@one.* does not have/)]);
});
