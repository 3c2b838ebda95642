import { beforeAll, expect, jest, test } from '@jest/globals';
import type * as AzureFunctions from '@azure/functions';
import { FunctionsCore } from '../../../../local/host/worker/functions-core.ts';
import { workerOf } from '../../../../local/host/worker/start-worker.ts';
import type {
  FunctionWorker,
  InvocationResult,
  RpcData,
  WorkerLogEntry,
} from '../../../../local/host/worker/types.ts';

let worker: FunctionWorker;
let sdk: typeof AzureFunctions;
const log: WorkerLogEntry[] = [];
const hooked: string[] = [];

beforeAll(async () => {
  const core = new FunctionsCore((entry) => log.push(entry));
  jest.doMock('@azure/functions-core', () => core.api, { virtual: true });
  sdk = jest.requireActual<typeof AzureFunctions>('@azure/functions');
  const { app } = sdk;
  app.hook.appStart(() => {
    hooked.push('start');
  });
  app.hook.appTerminate(() => {
    hooked.push('terminate');
  });
  app.hook.preInvocation((context) => {
    if (context.invocationContext.functionName === 'doubled') context.inputs = [21];
  });
  app.hook.postInvocation((context) => {
    if (context.invocationContext.functionName === 'forgiven') {
      context.error = undefined;
      context.result = 'forgiven';
    }
  });
  app.hook.log((context) => {
    if (context.message.includes('secret')) context.message = '***';
  });
  app.http('hello', {
    handler: async (request, context) => {
      context.warn('called');
      const body = await request.text();
      return {
        status: 201,
        headers: { 'x-one': 'a' },
        cookies: [{ name: 'c', value: 'v', sameSite: 'Lax' }],
        jsonBody: {
          body,
          id: request.params['id'],
          q: request.query.get('q'),
          header: request.headers.get('x-in'),
        },
      };
    },
  });
  app.storageQueue('queued', {
    queueName: 'q',
    connection: 'C',
    extraOutputs: [sdk.output.storageQueue({ queueName: 'out', connection: 'C' })],
    handler: (message, context) => {
      const { dequeueCount } = context.triggerMetadata ?? {};
      const [out] = context.options.extraOutputs;
      if (out) context.extraOutputs.set(out, { message, dequeueCount });
      context.log('a secret');
    },
  });
  const plain = (name: string, handler: (input: unknown) => unknown): void => {
    app.generic(name, { trigger: sdk.trigger.generic({ type: 'plainTrigger' }), handler });
  };
  plain('echo', (input) => input);
  plain('doubled', (input) => Number(input) * 2);
  plain('forgiven', () => {
    throw new Error('never seen');
  });
  plain('throws', () => {
    throw new TypeError('wrong type');
  });
  plain('throwsText', () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- an app may do so
    throw 'just a text';
  });
  worker = await workerOf(core, __dirname);
});

async function run(
  functionName: string,
  data: RpcData = {},
  triggerMetadata: Record<string, RpcData> = {},
): Promise<InvocationResult> {
  const wanted = functionName.toLowerCase();
  const fn = worker.functions.find(({ name }) => name.toLowerCase() === wanted);
  const inputs = [{ name: fn?.triggerName ?? '', data }];
  return await worker.invoke({ functionName, inputs, triggerMetadata });
}

test('an HTTP function gets the request and gives a response with bytes, headers and cookies', async () => {
  const { returnValue } = await run('hello', {
    http: {
      method: 'POST',
      url: 'https://localhost/api/hello/7?q=x',
      headers: { 'x-in': 'in' },
      params: { id: '7' },
      query: { q: 'x' },
      body: { bytes: new TextEncoder().encode('hällo') },
    },
  });
  const { http } = returnValue ?? {};
  expect(http).toMatchObject({
    statusCode: '201',
    headers: { 'x-one': 'a', 'content-type': 'application/json' },
    cookies: [{ name: 'c', value: 'v', sameSite: 'lax' }],
  });
  expect(JSON.parse(new TextDecoder().decode(http?.body?.bytes))).toEqual({
    body: 'hällo',
    id: '7',
    q: 'x',
    header: 'in',
  });
});

test('trigger metadata reach the function in camel case, output bindings come back by name', async () => {
  const { outputs } = await run('queued', { string: '{"a":1}' }, { DequeueCount: { int: 3 } });
  expect(outputs.map(({ data }) => data)).toEqual([
    { json: '{"message":{"a":1},"dequeueCount":3}' },
  ]);
});

test.each<[RpcData, RpcData | undefined]>([
  [{ string: 'text' }, { string: 'text' }],
  [{ string: '{"a":1}' }, { json: '{"a":1}' }],
  [{ json: '[1]' }, { json: '[1]' }],
  [{ int: 5 }, { int: 5 }],
  [{ double: 0.5 }, { double: 0.5 }],
  [{ collectionString: { string: ['a', '1'] } }, { json: '["a",1]' }],
  [{}, undefined],
])('%j goes in, %j comes out', async (given, expected) => {
  expect((await run('echo', given)).returnValue).toEqual(expected);
});

test('bytes stay bytes', async () => {
  const { returnValue } = await run('echo', { bytes: new Uint8Array([1, 2, 255]) });
  expect([...(returnValue?.bytes ?? [])]).toEqual([1, 2, 255]);
});

test('a hook may change the inputs before, and the result after', async () => {
  expect((await run('doubled', { int: 1 })).returnValue).toEqual({ int: 42 });
  expect((await run('forgiven')).returnValue).toEqual({ string: 'forgiven' });
});

test('what a function throws is what the caller gets, a text as the message of an error', async () => {
  await expect(run('throws')).rejects.toThrow(TypeError);
  await expect(run('throws')).rejects.toThrow('wrong type');
  await expect(run('throwsText')).rejects.toThrow('just a text');
});

test('a function is found without case, and one that is not there is named', async () => {
  expect((await run('ECHO', { int: 1 })).returnValue).toEqual({ int: 1 });
  await expect(run('nobody')).rejects.toThrow('The app has no function "nobody".');
});

test('the log has the function and the invocation, after the log hooks', () => {
  expect(log).toContainEqual(
    expect.objectContaining({ functionName: 'hello', level: 'warning', message: 'called' }),
  );
  expect(log).toContainEqual(expect.objectContaining({ functionName: 'queued', message: '***' }));
  expect(log.filter(({ message }) => message.includes('secret'))).toEqual([]);
});

test('what is registered twice, late, or without a trigger is refused', () => {
  const trigger = { type: 'plainTrigger', direction: 'in' as const };
  const late = new FunctionsCore(() => undefined);
  late.api.registerFunction({ name: 'a', bindings: { t: trigger } }, () => undefined);
  expect(() =>
    late.api.registerFunction({ name: 'A', bindings: { t: trigger } }, () => undefined),
  ).toThrow('A function with the name "A" is there already.');
  expect(() => late.api.registerFunction({ name: 'b', bindings: {} }, () => undefined)).toThrow(
    'The function "b" has no trigger.',
  );
  late.close();
  expect(() =>
    late.api.registerFunction({ name: 'c', bindings: { t: trigger } }, () => undefined),
  ).toThrow('"c" is late');
});

test('a hook that this host has not is a RangeError by which the library knows', () => {
  const { api } = new FunctionsCore(() => undefined);
  expect(() => api.registerHook('coffee', () => undefined)).toThrow(RangeError);
});

test('the hooks of start and end of the app are run', async () => {
  expect(hooked).toEqual(['start']);
  await worker.stop();
  expect(hooked).toEqual(['start', 'terminate']);
});
