import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { eventually } from './support/eventually.ts';
import { type HostProcess, makeApp, type TestApp } from './support/host-process.ts';
import { trust } from './support/trust.ts';

const source = `
const df = require('durable-functions');
df.app.entity('counter', (context) => {
  const current = context.df.getState(() => 0);
  if (context.df.operationName === 'get') context.df.return(current);
  else context.df.setState(current + context.df.getInput());
});
df.app.orchestration('counts', function* (context) {
  const id = new df.EntityId('counter', 'one');
  context.df.signalEntity(id, 'add', 2);
  return yield context.df.callEntity(id, 'get');
});
df.app.orchestration('asks', function* (context) {
  const { statusCode, content } = yield context.df.callHttp({
    method: 'GET',
    url: context.df.getInput(),
    tokenSource: new df.ManagedIdentityTokenSource('https://management.core.windows.net/.default'),
  });
  return { statusCode, content };
});
`;

let folder: string;
let app: TestApp;
let host: HostProcess;
let target: Server;
let targetUrl: string;

beforeAll(async () => {
  // It is an identity endpoint, and answers everything else with what it was authorized by.
  target = createServer(({ url = '', headers }, response) => {
    const resource = new URL(url, 'http://127.0.0.1').searchParams.get('resource') ?? 'nothing';
    const isToken = url.startsWith('/token') && headers['x-identity-header'] === 'secret';
    const token = JSON.stringify({ access_token: `for ${resource}` });
    response.end(isToken ? token : headers.authorization);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => target.once('listening', resolve));
  const { port } = z.object({ port: z.int() }).parse(target.address());
  targetUrl = `http://127.0.0.1:${port}`;
  folder = await temporaryFolder('durable-entities');
  app = await makeApp(folder, source, {});
  trust(app.certificates);
  host = await app.start({ IDENTITY_ENDPOINT: `${targetUrl}/token`, IDENTITY_HEADER: 'secret' });
});

afterAll(async () => {
  await host.child.kill('SIGTERM');
  target.close();
  await rm(folder, { recursive: true });
});

const Started = z.object({ statusQueryGetUri: z.url() });
const Status = z.object({ runtimeStatus: z.string(), output: z.unknown() });

async function outputOf(orchestrator: string, input: unknown): Promise<unknown> {
  const started = await call('POST', `orchestrators/${orchestrator}`, input);
  const { statusQueryGetUri } = Started.parse(await started.json());
  return await eventually(async () => {
    const status = Status.parse(await (await fetch(statusQueryGetUri)).json());
    return status.runtimeStatus === 'Completed' ? status.output : undefined;
  });
}

async function call(method: string, path: string, input?: unknown): Promise<Response> {
  const url = `${host.functions}/runtime/webhooks/durabletask/${path}?code=${host.systemKey}`;
  const body = input === undefined ? null : JSON.stringify(input);
  return await fetch(url, { method, body, headers: { 'content-type': 'application/json' } });
}

test('an app has entities, which orchestrations use and clients read', async () => {
  expect(await outputOf('counts', null)).toBe(2);
  expect(await (await call('GET', 'entities/counter/one')).json()).toBe(2);
});

test("callHttp authorizes itself by the app's managed identity", async () => {
  expect(await outputOf('asks', targetUrl)).toEqual({
    statusCode: 200,
    content: 'Bearer for https://management.core.windows.net',
  });
});
