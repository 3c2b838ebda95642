import { rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { eventually } from './support/eventually.ts';
import { type HostProcess, makeApp, type TestApp } from './support/host-process.ts';
import { trust } from './support/trust.ts';

const source = `
const df = require('durable-functions');
df.app.activity('greet', { extraInputs: [df.input.durableClient()], handler: (name) => 'Hello ' + name });
df.app.activity('hang', { handler: async (name) => {
  note('began');
  while (!require('node:fs').existsSync(__dirname + '/go-on')) await new Promise((r) => setTimeout(r, 20));
  return name;
} });
df.app.orchestration('greeting', function* (context) {
  const name = context.df.getInput();
  if (name === 'kill') return yield context.df.callActivity('hang', 'survived');
  if (name === 'wait') yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 3600_000));
  return yield context.df.callActivity('greet', name);
});
app.http('start', {
  authLevel: 'anonymous',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    const id = await client.startNew('greeting', { input: await request.text() });
    return client.createCheckStatusResponse(request, id);
  },
});
app.http('status', {
  authLevel: 'anonymous',
  extraInputs: [df.input.durableClient()],
  route: 'status/{id}',
  handler: async (request, context) => ({ jsonBody: await df.getClient(context).getStatus(request.params.id) }),
});
`;

let folder: string;
let app: TestApp;
let host: HostProcess;

beforeAll(async () => {
  folder = await temporaryFolder('durable-client');
  app = await makeApp(folder, source, { extensions: { durableTask: { hubName: 'Greetings' } } });
  trust(app.certificates);
  host = await app.start();
});

afterAll(async () => {
  await host.child.kill('SIGTERM');
  await rm(folder, { recursive: true });
});

const Started = z.object({ id: z.string(), statusQueryGetUri: z.url() });
const Status = z.object({ runtimeStatus: z.string(), output: z.unknown() });

async function start(name: string) {
  const response = await fetch(`${host.functions}/api/start`, { method: 'POST', body: name });
  expect(response.status).toBe(202);
  return Started.parse(await response.json());
}

const whenOver = (id: string) =>
  eventually(async () => {
    const response = await fetch(`${host.functions}/api/status/${id}`);
    const status = Status.parse(await response.json());
    return status.runtimeStatus === 'Completed' ? status : undefined;
  });

test('an app starts and reads orchestrations through its durable client', async () => {
  const { id } = await start('Ada');
  expect(await whenOver(id)).toMatchObject({ output: 'Hello Ada' });
});

test('the links of a check-status response answer on this host', async () => {
  const { id, statusQueryGetUri } = await start('Bob');
  await whenOver(id);
  expect(new URL(statusQueryGetUri).origin).toBe(host.functions);
  const status = Status.parse(await (await fetch(statusQueryGetUri)).json());
  expect(status).toMatchObject({ runtimeStatus: 'Completed', output: 'Hello Bob' });
});

test('the webhooks want the system key', async () => {
  const url = `${host.functions}/runtime/webhooks/durabletask/instances/x`;
  expect((await fetch(url)).status).toBe(401);
  expect((await fetch(`${url}?code=${host.systemKey}`)).status).toBe(404);
});

test('an hour of waiting passes at once when the clock is moved', async () => {
  const { id, statusQueryGetUri } = await start('wait');
  await eventually(async () => {
    const uri = `${statusQueryGetUri}&showHistory=true`;
    return (await (await fetch(uri)).text()).includes('TimerCreated') ? true : undefined;
  });
  await fetch(`${host.functions}/admin/clock?code=${host.systemKey}`, {
    method: 'POST',
    body: '{"advanceSeconds":3600}',
  });
  expect(await whenOver(id)).toMatchObject({ output: 'Hello wait' });
});

test('an orchestration goes on after kill -9 in the middle of its activity', async () => {
  const { id } = await start('kill');
  await eventually(async () => ((await app.notes()).length > 0 ? true : undefined));
  await host.child.kill('SIGKILL');
  await writeFile(`${app.folder}/go-on`, '');
  host = await app.start();
  expect(await whenOver(id)).toMatchObject({ output: 'survived' });
});
