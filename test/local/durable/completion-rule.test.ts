import { beforeAll, expect, test } from '@jest/globals';
import type { OrchestrationContext } from 'durable-functions';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.activity('quick', { handler: () => 'quick' });
    const raceTimer = (cancels: boolean) =>
      function* (context: OrchestrationContext) {
        const due = new Date(context.df.currentUtcDateTime.getTime() + 60_000);
        const timer = context.df.createTimer(due);
        yield context.df.Task.any([context.df.callActivity('quick'), timer]);
        if (cancels) timer.cancel();
        return 'quick';
      };
    df.app.orchestration('leavesTimer', raceTimer(false));
    df.app.orchestration('cancelsTimer', raceTimer(true));
    df.app.orchestration('throwsWithTimer', function* (context) {
      const due = new Date(context.df.currentUtcDateTime.getTime() + 60_000);
      yield context.df.Task.any([context.df.callActivity('quick'), context.df.createTimer(due)]);
      throw new Error('enough');
    });
  });
});

test('an orchestration that has returned stays Running while a timer of its own is open', async () => {
  await using host = await startHost(worker);
  await host.client.start('leavesTimer');
  await host.clock.advance(59_000);
  expect(await host.client.status('leavesTimer')).toMatchObject({ runtimeStatus: 'Running' });
  await host.clock.advance(1_000);
  expect(await host.client.status('leavesTimer')).toMatchObject({
    runtimeStatus: 'Completed',
    output: 'quick',
  });
});

test('a cancelled timer keeps nothing open', async () => {
  await using host = await startHost(worker);
  await host.client.start('cancelsTimer');
  await host.client.settle();
  expect(await host.client.status('cancelsTimer')).toMatchObject({ runtimeStatus: 'Completed' });
});

test('a failure, too, waits for what is open', async () => {
  await using host = await startHost(worker);
  await host.client.start('throwsWithTimer');
  await host.clock.advance(59_000);
  expect(await host.client.status('throwsWithTimer')).toMatchObject({ runtimeStatus: 'Running' });
  await host.clock.advance(1_000);
  expect(await host.client.status('throwsWithTimer')).toMatchObject({
    runtimeStatus: 'Failed',
    output: "Orchestrator function 'throwsWithTimer' failed: enough",
  });
});
