import { beforeAll, expect, test } from '@jest/globals';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.activity('noop', { handler: () => null });
    df.app.orchestration('countTo', function* (context) {
      const state = context.df.getInput<{ now: number; end: number }>();
      if (state.now === state.end) return state.now;
      yield context.df.callActivity('noop');
      context.df.setCustomStatus({ at: state.now });
      context.df.continueAsNew({ ...state, now: state.now + 1 });
      return undefined;
    });
    df.app.orchestration('dropsEvents', function* (context) {
      const round: unknown = context.df.getInput();
      if (round === 1) {
        yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 5000));
        context.df.continueAsNew(2);
        return undefined;
      }
      const data: unknown = yield context.df.waitForExternalEvent('go');
      return data;
    });
    df.app.orchestration('cancelsAndGoesOn', function* (context) {
      const round: unknown = context.df.getInput();
      const go = context.df.waitForExternalEvent('go');
      const due = new Date(context.df.currentUtcDateTime.getTime() + 60_000);
      const timer = context.df.createTimer(due);
      const winner: unknown = yield context.df.Task.any([go, timer]);
      if (winner === timer) return `${String(round)}: nothing came`;
      timer.cancel();
      if (round === 2) return `2: ${String(go.result)}`;
      context.df.continueAsNew(2);
      return undefined;
    });
    df.app.orchestration('parent', function* (context) {
      const result: unknown = yield context.df.callSubOrchestrator('countTo', { now: 0, end: 3 });
      return result;
    });
  });
});

test('it begins anew with the new input and a short history', async () => {
  await using host = await startHost(worker);
  const { input, output, customStatus, historyEvents } = await host.client.run('countTo', {
    now: 0,
    end: 50,
  });
  expect({ input, output }).toEqual({ input: { now: 50, end: 50 }, output: 50 });
  expect(customStatus).toEqual({ at: 49 });
  expect(historyEvents).toHaveLength(2);
});

test('events that nobody had waited for are dropped', async () => {
  await using host = await startHost(worker);
  await host.client.start('dropsEvents', 1);
  await host.client.raise('dropsEvents', 'go', 'early');
  await host.clock.advance(6000);
  expect(await host.client.status('dropsEvents')).toMatchObject({ runtimeStatus: 'Running' });
  await host.client.raise('dropsEvents', 'go', 'late');
  expect(await host.client.end('dropsEvents')).toMatchObject({ output: 'late' });
});

test('an event that wins against a timer, right before, is delivered to the next execution, too', async () => {
  await using host = await startHost(worker);
  await host.client.start('cancelsAndGoesOn', 1);
  await host.client.settle();
  await host.client.raise('cancelsAndGoesOn', 'go', 'once raised');
  expect(await host.client.end('cancelsAndGoesOn')).toMatchObject({ output: '2: once raised' });
});

test('a parent waits for the last execution of its child', async () => {
  await using host = await startHost(worker);
  expect(await host.client.run('parent')).toMatchObject({ output: 3 });
});
