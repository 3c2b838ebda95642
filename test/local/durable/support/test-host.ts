import { jest } from '@jest/globals';
import type * as DurableFunctionsSdk from 'durable-functions';
import { createDurableExtension, type DurableOptions } from '../../../../local/durable/index.ts';
import { durableFunctionsOf } from '../../../../local/host/worker/durable-functions.ts';
import { FunctionsCore } from '../../../../local/host/worker/functions-core.ts';
import { workerOf } from '../../../../local/host/worker/start-worker.ts';
import type { FunctionWorker } from '../../../../local/host/worker/types.ts';
import { VirtualClock } from '../../../../local/support/clock.ts';
import { TestClient } from './test-client.ts';

type Register = (df: typeof DurableFunctionsSdk) => void;

/** Registers functions with the real SDK, on a worker inside the test. */
export async function workerFor(register: Register): Promise<FunctionWorker> {
  const core = new FunctionsCore(() => undefined);
  jest.resetModules();
  jest.doMock('@azure/functions-core', () => core.api, { virtual: true });
  register(jest.requireActual<typeof DurableFunctionsSdk>('durable-functions'));
  return await workerOf(core, __dirname);
}

export interface TestHost extends AsyncDisposable {
  readonly clock: VirtualClock;
  readonly client: TestClient;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly log: string[];
}

/** An engine in memory on a virtual clock, that runs the functions of a worker. */
export async function startHost(
  worker: FunctionWorker,
  options: Partial<DurableOptions> = {},
): Promise<TestHost> {
  const clock = new VirtualClock();
  const log: string[] = [];
  const extension = createDurableExtension({
    databaseFile: ':memory:',
    clock,
    log: (level, message) => log.push(`${level}: ${message}`),
    functions: durableFunctionsOf(worker),
    hubName: 'TestHub',
    systemKey: 'key',
    baseUrl: () => 'https://127.0.0.1:7071',
    ...options,
  });
  await extension.start();
  return {
    clock,
    client: new TestClient(extension.fetch, clock),
    fetch: extension.fetch,
    log,
    [Symbol.asyncDispose]: () => extension.stop(),
  };
}
