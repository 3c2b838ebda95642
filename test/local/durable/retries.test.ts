import { beforeAll, expect, test } from '@jest/globals';
import type { OrchestrationContext } from 'durable-functions';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
let calls: number[] = [];
let failures = 0;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.activity('flaky', {
      handler: () => {
        calls.push(failures);
        if (failures-- > 0) throw new Error('not yet');
        return 'at last';
      },
    });
    df.app.orchestration('child', function* (context) {
      const result: unknown = yield context.df.callActivity('flaky');
      return result;
    });
    const options = (): InstanceType<typeof df.RetryOptions> => {
      const retry = new df.RetryOptions(2000, 3);
      retry.backoffCoefficient = 3;
      return retry;
    };
    const seconds = (context: OrchestrationContext, start: number): number =>
      (context.df.currentUtcDateTime.getTime() - start) / 1000;
    df.app.orchestration('retriesActivity', function* (context) {
      const start = context.df.currentUtcDateTime.getTime();
      try {
        const result: unknown = yield context.df.callActivityWithRetry('flaky', options());
        return [result, seconds(context, start)];
      } catch {
        return ['gave up', seconds(context, start)];
      }
    });
    df.app.orchestration('retriesChild', function* (context) {
      const result: unknown = yield context.df.callSubOrchestratorWithRetry(
        'child',
        options(),
        undefined,
        'the-child',
      );
      return result;
    });
  });
});

test.each([
  [0, 1, ['at last', 0]],
  [2, 3, ['at last', 8]],
  [3, 3, ['gave up', 8]],
])('after %d failures it was called %d times', async (failing, called, output) => {
  await using host = await startHost(worker);
  failures = failing;
  calls = [];
  expect(await host.client.run('retriesActivity')).toMatchObject({ output });
  expect(calls).toHaveLength(called);
});

test('a failed child is started again under its id', async () => {
  await using host = await startHost(worker);
  failures = 1;
  expect(await host.client.run('retriesChild')).toMatchObject({ output: 'at last' });
});
