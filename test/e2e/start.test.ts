import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';

let dataFolder = '';
let child: ChildProcess | undefined;
beforeEach(async () => {
  dataFolder = await temporaryFolder('start');
});
afterEach(async () => {
  if (child && child.exitCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await rm(dataFolder, { recursive: true });
});

function start(...args: string[]): ChildProcess {
  child = spawn(process.execPath, ['local/main.ts', '--data', dataFolder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return child;
}

async function firstLineOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  if (!stream) throw new Error('no such stream');
  for await (const line of createInterface({ input: stream })) return line;
  return '';
}

test('prints one READY line with all that a client needs, and stops cleanly on Ctrl-C', async () => {
  const started = start('--ports', 'random');
  const line = await firstLineOf(started.stdout);
  expect(line).toMatch(/^READY \{/);
  const ready: unknown = JSON.parse(line.slice('READY '.length));
  const keys = [
    ...['functions', 'functionKey', 'systemKey', 'blob', 'storageQueue', 'table'],
    ...[
      'storageConnectionString',
      'arm',
      'armHttps',
      'caCertificate',
      'subscriptionId',
      'resourceGroup',
    ],
  ];
  for (const key of keys) expect(ready).toHaveProperty(key, expect.stringMatching(/./));
  started.kill('SIGINT');
  await expect(once(started, 'exit')).resolves.toEqual([0, null]);
}, 60_000);

test('a taken port is one clear line and exit code 1', async () => {
  const server = net.createServer().listen(7443, '127.0.0.1');
  await once(server, 'listening');
  const started = start();
  const line = await firstLineOf(started.stderr);
  expect(line).toMatch(/^ports? .*7443 \(armHttps\).*already in use/);
  await expect(once(started, 'exit')).resolves.toEqual([1, null]);
  server.close();
});

test.each([
  [['--engine', 'rocket'], /--engine is auto, docker, process/],
  [['--ports', 'some'], /--ports is fixed or random/],
  [['--only', 'aci,nothing'], /not nothing/],
  [['--only', 'host'], /host needs aci and storage/],
])('%p is refused with one line', async (args, message) => {
  const started = start(...args);
  await expect(firstLineOf(started.stderr)).resolves.toMatch(message);
  await expect(once(started, 'exit')).resolves.toEqual([1, null]);
});
