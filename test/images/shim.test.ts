import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder as newFolder } from '../support/temporary-folder.ts';
import { ShimStorage } from './shim-storage.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function temporaryFolder(name: string): Promise<string> {
  const folder = await newFolder(name);
  folders.push(folder);
  return folder;
}

const shim = path.join(__dirname, '../../images/shim/run.sh');
const busybox = '/bin/busybox';

/** Alpine's tools: busybox and nothing else but curl. */
async function busyboxPath(): Promise<string> {
  const folder = await temporaryFolder('applets');
  const applets = execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n');
  for (const name of applets) await symlink(busybox, path.join(folder, name));
  const curl = execFileSync('which', ['curl'], { encoding: 'utf8' }).trim();
  await symlink(curl, path.join(folder, 'curl'));
  return folder;
}

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

class Run {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  stdout = '';

  constructor(shell: readonly string[], command: readonly string[], env: NodeJS.ProcessEnv) {
    const [program = '', ...args] = [...shell, shim, ...command];
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    this.ended = new Promise((resolve) => {
      child.once('close', (code) => {
        resolve({ code, stdout: this.stdout, stderr });
      });
    });
  }
}

const kinds = [
  { name: "Debian's sh", shell: ['/bin/sh'], isHere: true },
  { name: "Alpine's sh", shell: [busybox, 'ash'], isHere: existsSync(busybox) },
].filter(({ isHere }) => isHere);

describe.each(kinds)('the shim under $name', ({ shell }) => {
  let temp = '';
  let searchPath = process.env['PATH'] ?? '';
  beforeAll(async () => {
    temp = await temporaryFolder('shim');
    if (shell[0] === busybox) searchPath = await busyboxPath();
  });

  const run = (script: string, environment: Record<string, string>): Run =>
    new Run(shell, ['sh', '-c', script], { PATH: searchPath, TMPDIR: temp, ...environment });

  test('hands over output and exit code, and the command sees nothing of how', async () => {
    await using own = await new ShimStorage().start();
    const script = 'echo one; echo two >&2; printf three; env | grep -E "LOG_URL|DONE_"; exit 7';
    const { code, stdout, stderr } = await run(script, own.environment).ended;
    expect({ code, stdout, stderr }).toEqual({ code: 7, stdout: 'one\ntwo\nthree', stderr: '' });
    expect(own.text).toBe(stdout);
    expect(own.reports).toEqual([{ authorization: 'Bearer SINGLE-USE', body: '{"exitCode":7}' }]);
    await expect(readdir(temp)).resolves.toEqual([]);
  });

  test('only runs the command where there is neither a log nor a hook', async () => {
    const ran = await run('echo one; echo two >&2; exit 3', {}).ended;
    expect(ran).toEqual({ code: 3, stdout: 'one\n', stderr: 'two\n' });
  });

  test('names what is missing, and ends as a shell does for a program that is not there', async () => {
    await expect(new Run(shell, [], { PATH: searchPath }).ended).resolves.toMatchObject({
      code: 64,
    });
    await using own = await new ShimStorage().start();
    const env = { PATH: searchPath, TMPDIR: temp, ...own.environment };
    await expect(new Run(shell, ['no-such-program'], env).ended).resolves.toMatchObject({
      code: 127,
    });
    expect(own.reports).toMatchObject([{ body: '{"exitCode":127}' }]);
    expect(own.text).toContain('no-such-program');
  });

  const signals: [NodeJS.Signals, string][] = [
    ['SIGTERM', 'TERM'],
    ['SIGINT', 'TERM'],
    ['SIGQUIT', 'TERM'],
    ['SIGHUP', 'HUP'],
    ['SIGUSR1', 'USR1'],
    ['SIGUSR2', 'USR2'],
  ];
  test.each(signals)(
    'passes %s on as %s, and waits for what the command makes of it',
    async (signal, heard) => {
      await using own = await new ShimStorage().start();
      const script = `trap 'echo asked; exit 9' ${heard}; echo ready; while :; do sleep 0.05; done`;
      const running = run(script, own.environment);
      await eventually(() => Promise.resolve(running.stdout || undefined));
      running.child.kill(signal);
      await expect(running.ended).resolves.toMatchObject({ code: 9, stdout: 'ready\nasked\n' });
      expect(own.text).toBe('ready\nasked\n');
      expect(own.reports).toMatchObject([{ body: '{"exitCode":9}' }]);
    },
  );

  test('a command that a signal kills ends with 128 and the number of the signal', async () => {
    await using own = await new ShimStorage().start();
    await expect(run('kill -KILL $$', own.environment).ended).resolves.toMatchObject({ code: 137 });
    expect(own.reports).toMatchObject([{ body: '{"exitCode":137}' }]);
  });

  test('streams while the command runs', async () => {
    await using own = await new ShimStorage().start();
    const running = run('echo early; exec sleep 60', own.environment);
    await eventually(() => Promise.resolve(own.text || undefined));
    expect(own.text).toBe('early\n');
    running.child.kill();
    await expect(running.ended).resolves.toMatchObject({ code: 143 });
  });

  test('sends a long log whole, in blocks of at most 4 MiB', async () => {
    await using own = await new ShimStorage().start();
    const { stdout } = await run('seq 1 2000000', own.environment).ended;
    expect(stdout).toHaveLength(14_888_896);
    expect(own.text === stdout).toBe(true);
    expect(Math.max(...own.blocks)).toBeLessThanOrEqual(4 * 1024 * 1024);
    await expect(readdir(temp)).resolves.toEqual([]);
  });

  test('sends nothing twice and loses nothing when storage fails, or its answer is lost', async () => {
    await using own = await new ShimStorage().start();
    own.logFaults.push('lost', 503);
    own.doneFaults.push('reset');
    const { code, stdout } = await run('seq 1 500; sleep 3; seq 500 900', own.environment).ended;
    expect(code).toBe(0);
    expect(own.text).toBe(stdout);
    expect(own.reports).toHaveLength(1);
  });

  test('goes on behind the log of an earlier run of its container', async () => {
    await using own = await new ShimStorage().start();
    await run('echo first', own.environment).ended;
    await run('echo second', own.environment).ended;
    expect(own.text).toBe('first\nsecond\n');
  });

  test.each([401, 404, 409])('a hook that answers %i is asked once', async (status) => {
    await using own = await new ShimStorage().start();
    own.doneFaults.push(status, status);
    const { code, stderr } = await run('exit 4', own.environment).ended;
    expect(code).toBe(4);
    expect(own.doneFaults).toHaveLength(1);
    expect(stderr).toContain(`HTTP status ${status}`);
    expect(stderr).not.toMatch(/SINGLE-USE|SIGNATURE/);
  });

  test('a log that is refused does not disturb the command', async () => {
    await using own = await new ShimStorage().start();
    own.logFaults.push(403);
    const { code, stdout, stderr } = await run('seq 1 300000', own.environment).ended;
    expect(code).toBe(0);
    expect(stdout).toHaveLength(1_988_895);
    expect(stderr).toContain('HTTP status 403');
    expect(own.reports).toHaveLength(1);
  });

  test('does not wait for what the command leaves behind', async () => {
    await using own = await new ShimStorage().start();
    const script = 'sleep 20 & echo $!; exit 5';
    const running = run(script, own.environment);
    const code = await new Promise((resolve) => running.child.once('exit', resolve));
    process.kill(Number(running.stdout));
    expect(code).toBe(5);
    expect(own.reports).toHaveLength(1);
  });
});

test('reports the exit where no folder can be written, without a log', async () => {
  await using own = await new ShimStorage().start();
  // Without mktemp, as if no root file system could be written.
  const tools = await temporaryFolder('no-mktemp');
  for (const name of ['sh', 'curl', 'sleep']) {
    const program = execFileSync('which', [name], { encoding: 'utf8' }).trim();
    await symlink(program, path.join(tools, name));
  }
  const environment = { ...own.environment, PATH: tools };
  const { ended } = new Run(['/bin/sh'], ['sh', '-c', 'echo out; exit 2'], environment);
  const { code, stdout, stderr } = await ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: 'out\n' });
  expect(stderr).toContain('the log is not streamed');
  expect(own.reports).toHaveLength(1);
});
