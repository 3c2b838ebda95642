import { beforeAll, expect, test } from '@jest/globals';
import type * as DurableFunctionsSdk from 'durable-functions';
import { z } from 'zod';
import { sendRequest } from '../../../local/durable/protocol/http/send-request.ts';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { VirtualClock } from '../../../local/support/clock.ts';
import { type HttpTarget, startHttpTarget } from './support/http-target.ts';
import { startHost, workerFor } from './support/test-host.ts';

type Options = DurableFunctionsSdk.CallHttpOptions;

let worker: FunctionWorker;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.orchestration('calls', function* (context) {
      const answer: unknown = yield context.df.callHttp(context.df.getInput<Options>());
      return answer;
    });
    df.app.orchestration('catches', function* (context) {
      try {
        yield context.df.callHttp(context.df.getInput<Options>());
      } catch (error) {
        return error instanceof Error ? error.message : 'no error';
      }
      return 'there was an answer';
    });
  });
});

/** 202 twice, then what was asked for. */
async function startSlowTarget(headers: Readonly<Record<string, string>>): Promise<HttpTarget> {
  let looks = 0;
  const target = await startHttpTarget((request, response) => {
    if (request.url === '/start' || (looks += 1) < 2)
      response.writeHead(202, { ...headers, location: `${target.url}/state` }).end();
    else response.writeHead(200, { 'x-done': 'yes' }).end('done');
  });
  return target;
}

test('any status is an answer; repeated headers are an array, those of the content are not shown', async () => {
  await using target = await startHttpTarget((_, response) => {
    response.setHeader('X-Many', ['1', '2']);
    response.writeHead(500, { 'Content-Type': 'text/plain', 'X-One': '1' }).end('no luck');
  });
  await using host = await startHost(worker);
  const { output } = await host.client.run('calls', { method: 'GET', url: target.url });
  expect(output).toEqual({
    statusCode: 500,
    content: 'no luck',
    headers: {
      'X-Many': ['1', '2'],
      'X-One': '1',
      Date: expect.any(String),
      Connection: 'keep-alive',
      'Keep-Alive': expect.any(String),
      'Transfer-Encoding': 'chunked',
    },
  });
});

test('a body goes as JSON text, with the type that the headers name', async () => {
  const bodies: string[] = [];
  await using target = await startHttpTarget((_, response, body) => {
    bodies.push(body);
    response.end();
  });
  await using host = await startHost(worker);
  const headers = { 'Content-Type': 'application/json', 'X-From': 'test' };
  const call = { method: 'POST', url: target.url, body: { a: 1 }, headers };
  await host.client.run('calls', call);
  expect(bodies).toEqual(['{"a":1}']);
  expect(target.requests[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'x-from': 'test',
  });
});

test('after a 202 it looks at the Location when Retry-After has passed, without the function key', async () => {
  await using target = await startSlowTarget({ 'retry-after': '7' });
  await using host = await startHost(worker);
  const headers = { 'x-functions-key': 'secret', 'x-kept': 'yes' };
  await host.client.start('calls', { method: 'POST', url: `${target.url}/start`, headers });
  await host.clock.advance(6_000);
  expect(target.requests.map(({ line }) => line)).toEqual(['POST /start']);
  await host.clock.advance(9_000);
  expect(target.requests.map(({ line }) => line)).toEqual([
    'POST /start',
    'GET /state',
    'GET /state',
  ]);
  expect(target.requests[1]?.headers).toMatchObject({ 'x-kept': 'yes' });
  expect(target.requests[1]?.headers).not.toHaveProperty('x-functions-key');
  expect((await host.client.status('calls')).output).toMatchObject({ content: 'done' });
});

test('without Retry-After it looks every 30 seconds, or as host.json says', async () => {
  await using target = await startSlowTarget({});
  await using host = await startHost(worker, { asyncHttpSleepMs: 2_000 });
  const started = host.clock.now().getTime();
  await host.client.run('calls', { method: 'GET', url: `${target.url}/start` });
  const { historyEvents = [] } = await host.client.status('calls');
  const fireTimes = historyEvents.flatMap((event) =>
    event['EventType'] === 'TimerCreated' ? [Date.parse(String(event['FireAt'])) - started] : [],
  );
  expect(fireTimes).toEqual([2_000, 4_000]);
});

test('a 202 is the answer when polling is not wanted', async () => {
  await using target = await startSlowTarget({ 'retry-after': '1' });
  await using host = await startHost(worker);
  const call = { method: 'GET', url: `${target.url}/start`, enablePolling: false };
  expect((await host.client.run('calls', call)).output).toMatchObject({ statusCode: 202 });
  expect(target.requests).toHaveLength(1);
});

test('redirects are followed, and a POST becomes a GET', async () => {
  await using target = await startHttpTarget((request, response) => {
    if (request.url === '/moved') response.end('here');
    else response.writeHead(302, { location: '/moved' }).end();
  });
  await using host = await startHost(worker);
  const call = { method: 'POST', url: `${target.url}/first`, body: 'x' };
  expect((await host.client.run('calls', call)).output).toMatchObject({ content: 'here' });
  expect(target.requests.map(({ line }) => line)).toEqual(['POST /first', 'GET /moved']);
});

test('no answer at all is a failure that the orchestrator can catch', async () => {
  const target = await startHttpTarget(() => undefined);
  await target[Symbol.asyncDispose]();
  await using host = await startHost(worker);
  const { output } = await host.client.run('catches', { method: 'GET', url: target.url });
  const [reason, details = ''] = String(output).split(' \n ');
  expect(reason).toBe(`Connection refused (${target.url.replace('http://', '')})`);
  expect(JSON.parse(details)).toMatchObject({
    ClassName: 'System.Net.Http.HttpRequestException',
    Message: reason,
  });
});

test.each([0, 20_000])('half an answer in 100 seconds is none (%i bytes of it)', async (bytes) => {
  const begun = Promise.withResolvers<undefined>();
  await using target = await startHttpTarget((_, response) => {
    response.write('x'.repeat(bytes + 1), () => {
      begun.resolve(undefined);
    });
  });
  const clock = new VirtualClock();
  const call = { method: 'GET', url: target.url, headers: [], body: null };
  const answer = sendRequest(call, clock);
  await begun.promise;
  await Promise.all([
    expect(answer).rejects.toMatchObject({
      dotnetName: 'System.Threading.Tasks.TaskCanceledException',
    }),
    clock.advance(100_000),
  ]);
});

test('a token source gets its token from the identity endpoint', async () => {
  await using target = await startHttpTarget((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
    const token = `token for ${searchParams.get('resource') ?? 'nothing'}`;
    response.end(pathname === '/msi/token' ? JSON.stringify({ access_token: token }) : 'ok');
  });
  const identity = { endpoint: `${target.url}/msi/token`, header: 'any' };
  await using host = await startHost(worker, { identity });
  const tokenSource = { kind: 'AzureManagedIdentity', resource: 'https://example.test/.default' };
  await host.client.run('calls', { method: 'GET', url: `${target.url}/guarded`, tokenSource });
  expect(target.requests.map(({ headers }) => headers)).toMatchObject([
    { 'x-identity-header': 'any' },
    { authorization: 'Bearer token for https://example.test' },
  ]);
});

test('without an identity a token source fails the call and says why', async () => {
  await using host = await startHost(worker);
  const tokenSource = { kind: 'AzureManagedIdentity', resource: 'https://example.test' };
  const call = { method: 'GET', url: 'http://127.0.0.1:1', tokenSource };
  expect((await host.client.run('catches', call)).output).toMatch(/IDENTITY_ENDPOINT/);
});

test('a Location that is not absolute is waited for in vain, and the log says so', async () => {
  await using target = await startHttpTarget((_, response) => {
    response.writeHead(202, { location: '/state', 'retry-after': '1' }).end();
  });
  await using host = await startHost(worker);
  await host.client.start('calls', { method: 'GET', url: target.url });
  await host.clock.advance(10_000);
  expect((await host.client.status('calls')).runtimeStatus).toBe('Running');
  expect(z.array(z.string()).parse(host.log)).toEqual([
    expect.stringMatching(/"\/state" is not absolute/),
  ]);
});
