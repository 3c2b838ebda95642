import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HttpRequest } from '@azure/functions';
import type { DurableClient, EntityId } from 'durable-functions';
import { createDurableExtension, type DurableExtension } from '../../../local/durable/index.ts';
import { durableFunctionsOf } from '../../../local/host/worker/durable-functions.ts';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { SystemClock } from '../../../local/support/clock.ts';
import { type HttpServer, startHttpServer } from '../../../local/support/http-server.ts';
import { eventually } from '../../support/eventually.ts';
import { workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
let isBroken = true;
let makeId: (name: string, key: string) => EntityId;
let extension: DurableExtension;
let server: HttpServer;
let useClient: (client: DurableClient) => Promise<unknown>;

beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.orchestration('waits', function* (context) {
      const data: unknown = yield context.df.waitForExternalEvent('go');
      return { input: context.df.getInput<unknown>(), data };
    });
    df.app.orchestration('throws', function* () {
      if (isBroken) throw new Error('on purpose');
      yield* [];
      return 'well';
    });
    df.app.entity<number>('counter', ({ df: entity }) => {
      entity.setState((entity.getState() ?? 0) + Number(entity.getInput()));
    });
    makeId = (name, key) => new df.EntityId(name, key);
    df.app.client.generic('useClient', {
      trigger: { type: 'queueTrigger', name: 'message' },
      handler: async (_message: unknown, client: DurableClient) => await useClient(client),
    });
  });
  let url = '';
  extension = createDurableExtension({
    databaseFile: ':memory:',
    clock: new SystemClock(),
    log: () => undefined,
    functions: durableFunctionsOf(worker),
    hubName: 'TestHub',
    systemKey: 'key',
    baseUrl: () => url,
  });
  server = await startHttpServer({ fetch: extension.fetch, port: 0 });
  url = server.url;
  await extension.start();
});

afterAll(async () => {
  await server.close();
  await extension.stop();
});

const request = (): HttpRequest =>
  new HttpRequest({ method: 'GET', url: `${server.url}/api/jobs` });

/** Runs code in a function of the app that has the durable client as a binding. */
async function withClient<T>(code: (client: DurableClient) => Promise<T>): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  useClient = async (client) => {
    resolve(await code(client));
  };
  const fn = worker.functions.find(({ name }) => name === 'useClient');
  const binding = Object.entries(fn?.bindings ?? {}).find(
    ([, { type }]) => type === 'durableClient',
  );
  await worker.invoke({
    functionName: 'useClient',
    inputs: [
      { name: 'message', data: { string: 'm' } },
      { name: binding?.[0] ?? '', data: { string: extension.clientBinding() } },
    ],
    triggerMetadata: {},
  });
  return await promise;
}

test("the app's own client starts, raises, waits and reads", async () => {
  const status = await withClient(async (client) => {
    const id = await client.startNew('waits', { instanceId: 'one', input: { a: 1 } });
    await client.raiseEvent(id, 'go', [1, 2]);
    await client.waitForCompletionOrCreateCheckStatusResponse(request(), id, {
      timeoutInMilliseconds: 5000,
      retryIntervalInMilliseconds: 1000,
    });
    return await client.getStatus(id, { showHistory: true, showHistoryOutput: true });
  });
  expect(status).toMatchObject({
    instanceId: 'one',
    runtimeStatus: 'Completed',
    output: { input: { a: 1 }, data: [1, 2] },
  });
});

test('the client terminates, lists and purges', async () => {
  const result = await withClient(async (client) => {
    const id = await client.startNew('waits', { input: 'x' });
    await client.terminate(id, 'enough');
    const statusOf = async (): Promise<string> => (await client.getStatus(id)).runtimeStatus;
    while ((await statusOf()) !== 'Terminated') await Promise.resolve();
    const listed = (await client.getStatusAll()).map(({ instanceId }) => instanceId);
    const { instancesDeleted } = await client.purgeInstanceHistory(id);
    return { isListed: listed.includes(id), instancesDeleted };
  });
  expect(result).toEqual({ isListed: true, instancesDeleted: 1 });
});

test('the client is told of an id that is not there, and of one that is alive', async () => {
  const messages = await withClient(async (client) => {
    await client.startNew('waits', { instanceId: 'alive', input: 'x' });
    const failures = await Promise.allSettled([
      client.getStatus('not-there'),
      client.raiseEvent('not-there', 'go', 1),
      client.startNew('waits', { instanceId: 'alive', input: 'x' }),
    ]);
    return failures.map((failure) => failure.status === 'rejected' && String(failure.reason));
  });
  expect(messages).toEqual([
    expect.stringContaining('404'),
    expect.stringContaining("No instance with ID 'not-there' found"),
    expect.stringContaining('already exists'),
  ]);
});

test('the client signals entities and reads their state', async () => {
  const states = await withClient(async (client) => {
    const [one, two] = [makeId('Counter', 'one'), makeId('counter', 'two')];
    await client.signalEntity(one, 'add', 2);
    await client.signalEntity(one, 'add', 3);
    await eventually(async () => {
      const { entityState } = await client.readEntityState<number>(one);
      return entityState === 5 ? true : undefined;
    });
    return [await client.readEntityState(one), await client.readEntityState(two)];
  });
  expect(states).toEqual([{ entityExists: true, entityState: 5 }, { entityExists: false }]);
});

test('the client rewinds what has failed', async () => {
  const messages = await withClient(async (client) => {
    const id = await client.startNew('throws');
    const statusOf = async (): Promise<string> => (await client.getStatus(id)).runtimeStatus;
    await eventually(async () => ((await statusOf()) === 'Failed' ? true : undefined));
    isBroken = false;
    await client.rewind(id, 'mended');
    await eventually(async () => ((await statusOf()) === 'Completed' ? true : undefined));
    const again = await Promise.allSettled([client.rewind(id, 'x'), client.rewind('nobody', 'x')]);
    return again.map((result) => result.status === 'rejected' && String(result.reason));
  });
  expect(messages).toEqual([
    expect.stringContaining('has status Completed, but only'),
    expect.stringContaining('No orchestration with instance ID'),
  ]);
});

test('the response for callers of the app has the URLs of the management API', async () => {
  const response = await withClient((client) =>
    Promise.resolve(client.createCheckStatusResponse(request(), 'some-id')),
  );
  expect(response.status).toBe(202);
  expect(response.headers.get('location')).toBe(
    `${server.url}/runtime/webhooks/durabletask/instances/some-id?taskHub=TestHub&connection=Storage&code=key`,
  );
});
