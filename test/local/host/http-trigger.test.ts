import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { statusOfAnnounced } from './support/announced-body.ts';
import { type HostProcess, makeApp } from './support/host-process.ts';
import { trust } from './support/trust.ts';

const source = `
const echo = async (request) => ({
  jsonBody: {
    method: request.method,
    url: request.url,
    params: request.params,
    query: Object.fromEntries(request.query),
    header: request.headers.get('x-many'),
    body: await request.text(),
  },
});
app.http('byName', { authLevel: 'anonymous', handler: echo });
app.http('job', { authLevel: 'anonymous', methods: ['GET', 'HEAD'], route: 'jobs/{id}', handler: echo });
app.http('putJob', { authLevel: 'anonymous', methods: ['PUT', 'OPTIONS'], route: 'jobs/{id}', handler: echo });
app.http('latest', { authLevel: 'anonymous', methods: ['GET'], route: 'jobs/latest', handler: async () => ({ body: 'the latest' }) });
app.http('number', { authLevel: 'anonymous', methods: ['GET'], route: 'numbers/{n:int}/{rest?}', handler: echo });
app.http('files', { authLevel: 'anonymous', methods: ['GET'], route: 'files/{*path}', handler: echo });
app.http('keyed', { authLevel: 'function', methods: ['GET'], handler: async () => ({ body: 'open' }) });
app.http('admins', { authLevel: 'admin', methods: ['GET'], handler: async () => ({ body: 'open' }) });
app.http('bytes', { authLevel: 'anonymous', methods: ['POST'], handler: async (request) => ({ body: Buffer.from(await request.arrayBuffer()) }) });
app.http('cookies', { authLevel: 'anonymous', handler: async () => ({
  status: 201,
  cookies: [{ name: 'a', value: '1 2', path: '/', httpOnly: true, sameSite: 'Strict' }, { name: 'b', value: '2', maxAge: 60, secure: true }],
}) });
app.http('nothing', { authLevel: 'anonymous', handler: async () => undefined });
app.http('throws', { authLevel: 'anonymous', handler: async () => { throw new Error('it went wrong'); } });
app.http('off', { authLevel: 'anonymous', handler: echo });
app.http('logs', { authLevel: 'anonymous', handler: async (_, context) => { context.log('a line of the app'); return { body: context.invocationId }; } });
`;

let folder: string;
let host: HostProcess;

beforeAll(async () => {
  folder = await temporaryFolder('http');
  const app = await makeApp(folder, source);
  trust(app.certificates);
  host = await app.start({ 'AzureWebJobs.off.Disabled': 'true' });
});

afterAll(async () => {
  await host.child.kill('SIGTERM');
  await rm(folder, { recursive: true });
});

const call = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${host.functions}${path}`, init);

describe('routes', () => {
  test('a function without a route answers under its name and the prefix api', async () => {
    const response = await call('/api/byName?x=1&x=2', { method: 'POST', body: 'text' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      method: 'POST',
      url: `${host.functions}/api/byName?x=1&x=2`,
      query: { x: '1,2' },
      body: 'text',
    });
  });

  test('a parameter of the route is decoded and handed over', async () => {
    expect(await (await call('/api/jobs/a%20b')).json()).toMatchObject({ params: { id: 'a b' } });
  });

  test('the most specific route wins, whatever the order of registration', async () => {
    expect(await (await call('/api/jobs/latest')).text()).toBe('the latest');
  });

  test('the same route with another method is another function', async () => {
    expect(await (await call('/api/jobs/7', { method: 'PUT' })).json()).toMatchObject({
      method: 'PUT',
      params: { id: '7' },
    });
  });

  test('HEAD and OPTIONS reach a function that asks for them, and no other', async () => {
    expect((await call('/api/jobs/7', { method: 'HEAD' })).status).toBe(200);
    expect((await call('/api/jobs/7', { method: 'OPTIONS' })).status).toBe(200);
    expect((await call('/api/byName', { method: 'HEAD' })).status).toBe(404);
  });

  test('a value that does not meet its constraint is 404', async () => {
    expect((await call('/api/numbers/12')).status).toBe(200);
    expect((await call('/api/numbers/twelve')).status).toBe(404);
  });

  test('an optional parameter may be absent', async () => {
    expect(await (await call('/api/numbers/12')).json()).toMatchObject({ params: { n: '12' } });
    expect(await (await call('/api/numbers/12/x')).json()).toMatchObject({
      params: { n: '12', rest: 'x' },
    });
  });

  test('a catch-all takes the rest of the path', async () => {
    expect(await (await call('/api/files/a/b/c.txt')).json()).toMatchObject({
      params: { path: 'a/b/c.txt' },
    });
  });

  test('routes match without case', async () => {
    expect((await call('/API/Jobs/7')).status).toBe(200);
  });

  test('a method that no function of the route has is 404, as on Azure', async () => {
    expect((await call('/api/jobs/7', { method: 'DELETE' })).status).toBe(404);
  });

  test('a disabled function is not there', async () => {
    expect((await call('/api/off')).status).toBe(404);
  });
});

describe('keys', () => {
  test('without a key a function of level function answers 401 with an empty body', async () => {
    const response = await call('/api/keyed');
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
  });

  test('the key opens it as query or as header', async () => {
    expect((await call(`/api/keyed?code=${host.functionKey}`)).status).toBe(200);
    const headers = { 'x-functions-key': host.functionKey };
    expect((await call('/api/keyed', { headers })).status).toBe(200);
    expect((await call('/api/keyed?code=wrong')).status).toBe(401);
  });

  test('level admin takes the master key only', async () => {
    expect((await call(`/api/admins?code=${host.functionKey}`)).status).toBe(401);
    expect((await call(`/api/admins?code=${host.masterKey}`)).status).toBe(200);
  });
});

describe('bodies and headers', () => {
  test('bytes come through both ways', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
    const response = await call('/api/bytes', { method: 'POST', body: bytes });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  test('a body over 100 MB is 413 before it is read', async () => {
    const status = await statusOfAnnounced(`${host.functions}/api/bytes`, 104_857_601);
    expect(status).toBe(413);
  });

  test('headers that are repeated reach the function joined', async () => {
    const headers: [string, string][] = [
      ['x-many', 'a'],
      ['x-many', 'b'],
    ];
    expect(await (await call('/api/byName', { headers })).json()).toMatchObject({
      header: 'a, b',
    });
  });

  test('each cookie is a header of its own', async () => {
    const response = await call('/api/cookies');
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual([
      'a=1%202; Path=/; SameSite=Strict; HttpOnly',
      'b=2; Max-Age=60; Secure',
    ]);
  });

  test('the content type is what Node gives a text, and octets for bytes', async () => {
    const text = await call('/api/jobs/latest');
    expect(text.headers.get('content-type')).toBe('text/plain;charset=UTF-8');
    const bytes = await call('/api/bytes', { method: 'POST', body: 'x' });
    expect(bytes.headers.get('content-type')).toBe('application/octet-stream');
  });

  test('a function that gives nothing back is 204', async () => {
    expect((await call('/api/nothing')).status).toBe(204);
  });

  test('a function that throws is 500 with an empty body, and the log says why', async () => {
    const response = await call('/api/throws');
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('');
    await expect(host.child.printed(/it went wrong/)).resolves.toBeDefined();
  });

  test('what the app logs carries the function and the invocation', async () => {
    const invocationId = await (await call('/api/logs')).text();
    const [line] = await host.child.printed(/^.*a line of the app.*$/m);
    expect(JSON.parse(line)).toMatchObject({ function: 'logs', invocationId });
  });
});

describe('/admin', () => {
  test('the state of the host is open to all', async () => {
    expect(await (await call('/admin/host/status')).json()).toEqual({ state: 'Running' });
  });

  test('the functions are listed for the master key', async () => {
    expect((await call('/admin/functions')).status).toBe(401);
    const response = await call(`/admin/functions?code=${host.masterKey}`);
    expect(await response.json()).toContainEqual(expect.objectContaining({ name: 'byName' }));
  });

  test('the clock is moved with the system key only', async () => {
    const body = JSON.stringify({ advanceSeconds: 1 });
    expect((await call('/admin/clock', { method: 'POST', body })).status).toBe(401);
    const path = `/admin/clock?code=${host.systemKey}`;
    expect((await call(path, { method: 'POST', body })).status).toBe(204);
    expect((await call(path, { method: 'POST', body: '{"advanceSeconds":-1}' })).status).toBe(400);
  });
});
