import http from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { container, failure, groupBody, put } from './support/requests.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

test.each(['UPPER', 'a--', '-a', 'a_b', 'a'.repeat(64), 'a%2f..%2fb', '%2e%2e', '%00'])(
  'the group name %s is refused',
  async (name) => {
    const { status } = await put(emulator, name, groupBody());
    expect([400, 404, 405]).toContain(status);
  },
);

const nulInCommand = JSON.stringify(
  groupBody({ containers: [container('a', { command: ['a\0b'] })] }),
);

test.each([
  ['not JSON', '{'],
  ['nothing', ''],
  ['a number', '1'],
  ['a list', '[]'],
  ['null', 'null'],
  ['very deep JSON', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['deep objects', '{"properties":'.repeat(5000) + '1' + '}'.repeat(5000)],
  ['a prototype', '{"__proto__":{"location":"westeurope"},"constructor":{"prototype":{}}}'],
  ['a NUL in a command', nulInCommand],
])('a body that is %s is refused with 400', async (_what, text) => {
  const { status } = await put(emulator, 'hostile', text);
  expect(status).toBe(400);
});

test('a body of 10 MB is refused with 413', async () => {
  const reply = put(emulator, 'large', `{"location":"${'x'.repeat(10_000_000)}"}`);
  await expect(failure(reply)).resolves.toMatchObject({
    status: 413,
    code: 'RequestContentTooLarge',
  });
});

test('a Host header of elsewhere is refused on every path', async () => {
  const status = await new Promise((resolve, reject) => {
    http
      .get(`${emulator.arm}/_emu/journal`, { headers: { host: 'evil.example:80' } }, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      })
      .on('error', reject);
  });
  expect(status).toBe(421);
});

test.each([
  'GET /subscriptions/../../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
  'GET //// HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  'GET /%ff%fe%zz?api-version=2023-05-01 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  'PUT /msi/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 5\r\n\r\nabc\r\n',
  'BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: [::1\r\nConnection: close\r\n\r\n',
])('the raw request %j is refused without a 500', async (text) => {
  const reply = await raw(text);
  expect(reply).toMatch(/^HTTP\/1\.1 4\d\d /);
});

test('a page of another origin is refused, also where no token is asked for', async () => {
  const init = {
    method: 'POST',
    body: '{"advanceSeconds":1}',
    headers: { origin: 'https://evil.example' },
  };
  const reply = await fetch(`${emulator.arm}/_emu/clock`, init);
  expect(reply.status).toBe(403);
});

test('a client that goes away in the middle of its body leaves no trace but its line in the journal', async () => {
  const path = `/subscriptions/${emulator.subscriptionId}/resourceGroups/tests/providers/Microsoft.ContainerInstance/containerGroups/half?api-version=2023-05-01`;
  const head = `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nContent-Length: 1000\r\n\r\n{"loc`;
  const socket = connect(Number(new URL(emulator.arm).port), '127.0.0.1', () => {
    socket.write(head, () => socket.destroy());
  });
  await new Promise((resolve) => socket.once('close', resolve));
  expect((await emulator.arms('containerGroups/half')).status).toBe(404);
});

/** Sends bytes and gives all that comes back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(emulator.arm).port), '127.0.0.1', () => socket.end(text));
    let reply = '';
    socket.on('data', (chunk) => (reply += chunk.toString()));
    socket.on('close', () => {
      resolve(reply);
    });
    socket.on('error', reject);
  });
}
