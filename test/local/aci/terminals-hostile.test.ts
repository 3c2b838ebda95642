import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { groupOf, shell } from './support/groups.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { refusedWith, TerminalClient } from './support/terminal-client.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
  const { containerGroups } = emulator.client;
  const group = groupOf(shell('while :; do sleep 0.05; done'));
  await containerGroups.beginCreateOrUpdateAndWait(emulator.resourceGroup, 'g', group);
});
afterAll(() => emulator.stop());

const exec = () =>
  emulator.client.containers.executeCommand(emulator.resourceGroup, 'g', 'main', {
    command: '/bin/sh',
    terminalSize: { rows: 24, cols: 80 },
  });

test('pages of other origins, foreign hosts and unknown paths get no WebSocket', async () => {
  const { webSocketUri = '' } = await exec();
  const elsewhere = webSocketUri.replace('/terminals/', '/elsewhere/');
  const refusals = [
    await refusedWith(webSocketUri, { headers: { host: 'rebound.example' } }),
    await refusedWith(webSocketUri, { headers: { origin: 'https://page.example' } }),
    await refusedWith(elsewhere),
  ];
  expect(refusals).toEqual([421, 403, 404]);
});

test('a frame that is too long ends its terminal and nothing else', async () => {
  const [one, other] = [
    await TerminalClient.open(await exec()),
    await TerminalClient.open(await exec()),
  ];
  await Promise.all([one.shows(/[#$] $/), other.shows(/[#$] $/)]);
  one.send(Buffer.alloc(2 * 1024 * 1024));
  await expect(one.closed).resolves.toMatchObject({ code: 1009 });
  other.send('echo st$((1))ill\r');
  await expect(other.shows(/st1ill/)).resolves.toContain('st1ill');
});

test.each([
  ['no key', 'Sec-WebSocket-Version: 13'],
  ['a key that is none', 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x'],
  ['a version of the future', 'Sec-WebSocket-Version: 99\r\nSec-WebSocket-Key: x'],
])('a handshake with %s is refused, and one that is reset harms nobody', async (_what, headers) => {
  const { hostname, port } = new URL(emulator.arm);
  const upgrade = `Host: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;
  const request = `GET /terminals/${randomUUID()} HTTP/1.1\r\n${upgrade}${headers}\r\n\r\n`;
  for (const text of [request, request.replace('/terminals', '/elsewhere')]) {
    const reset = net.connect(Number(port), hostname);
    await once(reset, 'connect');
    reset.write(text);
    reset.resetAndDestroy();
  }
  const socket = net.connect(Number(port), hostname);
  let reply = '';
  socket.on('data', (chunk) => (reply += chunk.toString()));
  socket.write(request);
  await once(socket, 'close');
  expect(reply).toMatch(/^HTTP\/1.1 4\d\d /);
});

test('a client that offers another protocol than WebSocket is answered as if it had not', async () => {
  const headers = { connection: 'Upgrade', upgrade: 'h2c' };
  const status = await new Promise((resolve, reject) => {
    http
      .get(`${emulator.arm}/_emu/ca.pem`, { headers }, (reply) => {
        resolve(reply.resume().statusCode);
      })
      .on('error', reject);
  });
  expect(status).toBe(200);
});
