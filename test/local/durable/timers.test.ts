import { beforeAll, expect, test } from '@jest/globals';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.orchestration('sleep', function* (context) {
      const start = context.df.currentUtcDateTime.getTime();
      const input: unknown = context.df.getInput();
      yield context.df.createTimer(new Date(start + Number(input)));
      return context.df.currentUtcDateTime.getTime() - start;
    });
  });
});

const dayMs = 24 * 60 * 60 * 1000;

test.each([2_000, 3_600_000, 5 * dayMs])('a timer of %d ms fires in time', async (ms) => {
  await using host = await startHost(worker);
  expect(await host.client.run('sleep', ms)).toMatchObject({ output: ms });
});

test('a timer in the past fires at once', async () => {
  await using host = await startHost(worker);
  expect(await host.client.run('sleep', -60_000)).toMatchObject({ output: 0 });
});

test('a timer of more than six days is made of shorter ones', async () => {
  await using host = await startHost(worker);
  const id = await host.client.start('sleep', 8 * dayMs);
  await host.clock.advance(8 * dayMs);
  const { output, historyEvents = [] } = await host.client.end(id);
  expect(output).toBe(8 * dayMs);
  expect(historyEvents.filter(({ EventType }) => EventType === 'TimerFired')).toHaveLength(3);
});
