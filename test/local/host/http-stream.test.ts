import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { statusOfAnnounced } from './support/announced-body.ts';
import { type HostProcess, makeApp } from './support/host-process.ts';
import { trust } from './support/trust.ts';

const source = `
app.setup({ enableHttpStream: true });
const release = Promise.withResolvers();
app.http('slow', { authLevel: 'anonymous', handler: async () => ({
  headers: { 'content-type': 'text/plain', 'x-one': '1' },
  body: ReadableStream.from((async function* () { yield 'first\\n'; await release.promise; yield 'second\\n'; })()),
}) });
app.http('release', { authLevel: 'anonymous', handler: async () => { release.resolve(); return { body: 'released' }; } });
app.http('echo', { authLevel: 'anonymous', route: 'echo/{id}', handler: async (request) => ({
  headers: { 'x-id': request.params.id, 'x-url': request.url },
  body: request.body,
}) });
app.http('throws', { authLevel: 'anonymous', handler: async () => { throw new Error('no'); } });
const cut = Promise.withResolvers();
app.http('cut', { authLevel: 'anonymous', handler: async () => { cut.resolve(); return { body: 'cut' }; } });
app.http('breaks', { authLevel: 'anonymous', handler: async () => ({
  body: ReadableStream.from((async function* () { yield 'first'; await cut.promise; throw new Error('no'); })()),
}) });
app.http('blocks', { authLevel: 'anonymous', handler: async () => ({
  body: ReadableStream.from((async function* () {
    yield 'whole';
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500));
  })()),
}) });
app.http('nothing', { authLevel: 'anonymous', handler: async () => undefined });
`;

let folder: string;
let host: HostProcess;

beforeAll(async () => {
  folder = await temporaryFolder('stream');
  const app = await makeApp(folder, source);
  trust(app.certificates);
  host = await app.start({ FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000000' });
});

afterAll(async () => {
  await host.child.kill('SIGTERM');
  await rm(folder, { recursive: true });
});

const call = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${host.functions}${path}`, init);

test('a stream flows while the function still writes it', async () => {
  const response = await call('/api/slow');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect(response.headers.get('x-one')).toBe('1');
  expect(await reader?.read()).toEqual({ done: false, value: 'first\n' });
  await call('/api/release');
  expect(await reader?.read()).toEqual({ done: false, value: 'second\n' });
  expect((await reader?.read())?.done).toBe(true);
});

test('the request body flows in, with parameters and URL as the client sent them', async () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 256);
  const response = await call('/api/echo/7?x=1', { method: 'POST', body: bytes });
  expect(response.headers.get('x-id')).toBe('7');
  expect(response.headers.get('x-url')).toBe(`${host.functions}/api/echo/7?x=1`);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
});

test('a body over the limit of the setting is 413', async () => {
  expect(await statusOfAnnounced(`${host.functions}/api/echo/7`, 1_000_001)).toBe(413);
});

test('an answer is whole when the event loop stands still after the function has ended', async () => {
  const response = await call('/api/blocks');
  expect([response.status, await response.text()]).toEqual([200, 'whole']);
});

test('an answer that breaks off is cut, never ended as if it were whole', async () => {
  const response = await call('/api/breaks');
  await call('/api/cut');
  await expect(response.text()).rejects.toThrow('terminated');
});

test('a function that throws before it answers is 500', async () => {
  expect((await call('/api/throws')).status).toBe(500);
});

test('a function that gives nothing back is 204', async () => {
  expect((await call('/api/nothing')).status).toBe(204);
});
