import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { EmulatorProcess } from './support/as-process.ts';

/** Runs the emulator's program until it ends by itself. */
async function run(...args: readonly string[]) {
  const child = spawn(process.execPath, ['local/aci/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  }
  await once(child, 'close');
  return { exitCode: child.exitCode, lines: output.join('').trim().split('\n') };
}

test('wrong options are one line that names them all', async () => {
  const { exitCode, lines } = await run('--http', '99999', '--timing', 'slow', '--limits', 'no');
  expect(exitCode).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^aci: --http: .*; --timing: .*; --limits: /);
});

test('an image map that can not be read is one clear line', async () => {
  const { exitCode, lines } = await run('--allow-file', '/no/such/images.json');
  expect(exitCode).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('aci: the image map /no/such/images.json can not be used');
});

test('a port that is taken is one clear line', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = z.object({ port: z.int() }).parse(taken.address());
  const data = path.join(tmpdir(), `aci-taken-${String(process.pid)}`);
  const { exitCode, lines } = await run(
    '--http',
    '0',
    '--https',
    String(address.port),
    '--data',
    data,
    '--engine',
    'process',
  );
  taken.close();
  await rm(data, { recursive: true, force: true });
  expect(exitCode).toBe(1);
  expect(lines).toEqual([`aci: port ${String(address.port)} is already in use on 127.0.0.1`]);
});

test('time that was advanced does not go back when the emulator is killed', async () => {
  const emulator = await EmulatorProcess.start();
  const later = await emulator.advance(7200);
  await emulator.end('SIGKILL');
  await emulator.start();
  const now = await emulator.advance(1);
  await emulator.dispose();
  expect(now.getTime()).toBeGreaterThan(later.getTime());
});
