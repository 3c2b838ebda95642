import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SupervisedProcess } from '../../../local/launcher/supervised-process.ts';
import { SystemClock } from '../../../local/support/clock.ts';

let folder = '';
let service: SupervisedProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'supervised-'));
});
afterEach(async () => {
  await service?.stop();
  await rm(folder, { recursive: true });
});

async function supervise(program: string): Promise<SupervisedProcess> {
  const script = path.join(folder, 'service.mjs');
  await writeFile(script, program);
  service = new SupervisedProcess({
    name: 'demo',
    args: [script],
    environment: { FOLDER: folder },
    logFile: path.join(folder, 'demo.log'),
    clock: new SystemClock(),
    onGivenUp: (error) => {
      throw error;
    },
  });
  return service;
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const readyThenWait = `console.log('READY {"pid":"' + process.pid + '"}'); setInterval(() => {}, 1000);`;

test('start gives the keys of the READY line', async () => {
  const demo = await supervise(readyThenWait);
  await expect(demo.start()).resolves.toEqual({ pid: String(demo.pid) });
});

test('one that cannot start fails with the line in which it says why', async () => {
  const demo = await supervise(`console.error('demo: port 1 is already in use'); process.exit(1);`);
  await expect(demo.start()).rejects.toThrow(/^demo: port 1 is already in use$/);
});

test('one that is killed is started again', async () => {
  const demo = await supervise(readyThenWait);
  await demo.start();
  const first = Number(demo.pid);
  process.kill(first, 'SIGKILL');
  await demo.whenReplaced(first);
  expect(isAlive(Number(demo.pid))).toBe(true);
});

test('a stopped one stays stopped, though it ends by a signal', async () => {
  const demo = await supervise(readyThenWait);
  await demo.start();
  const pid = Number(demo.pid);
  await demo.stop();
  expect(isAlive(pid)).toBe(false);
  expect(demo.pid).toBe(pid);
});

test('it ends when its launcher is gone', async () => {
  const support = path.resolve('local/support/service.ts');
  const child = path.join(folder, 'child.mjs');
  await writeFile(
    child,
    `import { runAsProcess } from ${JSON.stringify(support)};
     const timer = setInterval(() => {}, 1000);
     await runAsProcess('child', { start: async () => ({ pid: String(process.pid) }), stop: async () => clearInterval(timer) });`,
  );
  const demo = await supervise(
    `import { spawn } from 'node:child_process';
     const child = spawn(process.execPath, [${JSON.stringify(child)}], { detached: true, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
     child.stdout.once('data', (data) => process.stdout.write(data));`,
  );
  const ready = await demo.start();
  const childPid = Number(ready['pid']);
  expect(isAlive(childPid)).toBe(true);
  const launcher = Number(demo.pid);
  await demo.stop();
  expect(isAlive(launcher)).toBe(false);
  while (isAlive(childPid)) await new Promise((resolve) => setImmediate(resolve));
});
