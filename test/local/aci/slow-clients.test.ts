import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AppEnv } from '../../../local/aci/http/app-env.ts';
import { listen } from '../../../local/aci/http/listen.ts';
import type { HttpServer } from '../../../local/support/http-server.ts';

let server: HttpServer;

beforeAll(async () => {
  const app = new Hono<AppEnv>();
  app.put('/', async (c) => c.text(await c.req.text()));
  const upgrade = (): void => {
    throw new Error('nobody may get this far');
  };
  server = await listen(app, { port: 0, upgrade, patience: { head: 200, request: 400 } });
});
afterAll(() => server.close());

/** What a client gets that sends this and then holds the line. Resolves when the server ends it. */
function hold(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
    let reply = '';
    socket.on('data', (chunk) => (reply += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(reply);
    });
  });
}

const put = 'PUT / HTTP/1.1\r\nHost: localhost\r\n';

test.each([
  ['begins its head and goes no further', put],
  ['sends a part of its body', `${put}Content-Length: 10\r\n\r\nabc`],
  ['sends a chunk and no more', `${put}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`],
])('a client that %s is cut off', async (_what, text) => {
  const reply = await hold(text);
  expect(reply === '' || reply.startsWith('HTTP/1.1 4')).toBe(true);
});

test('a WebSocket for another host is refused, and its connection ends though the client holds it', async () => {
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  await expect(hold(`GET / HTTP/1.1\r\nHost: evil.example\r\n${upgrade}`)).resolves.toMatch(
    /^HTTP\/1\.1 421 /,
  );
});

test('a client in good time is served', async () => {
  const reply = await fetch(server.url, { method: 'PUT', body: 'abc' });
  await expect(reply.text()).resolves.toBe('abc');
});
