import { statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { processesOf } from '../../../local/aci/process-backend/run-processes.ts';
import { ProcessWorld, Screen, until } from './support/process-world.ts';

const size = { rows: 40, cols: 120 };
const forever = 'while :; do sleep 0.05; done';
let world: ProcessWorld;

beforeEach(async () => {
  world = await ProcessWorld.make();
});
afterEach(() => world.end());

const processes = () => processesOf(path.join(world.folder, 'containers'));
/** Those that nothing but a test's own program or probe is. */
const sleepers = async () => {
  const all = await processes();
  return all.filter((entry) => entry.commandLine().includes('sleep 600'));
};

test('a program in a container has a terminal of the size asked for', async () => {
  const run = await world.run('group', forever);
  const terminal = await world.backend.exec(run, ['/bin/sh'], size);
  const screen = new Screen(terminal);
  terminal.write('stty size; test -t 0 && echo a $((1+1)) tty; exit\r');
  await screen.ended;

  expect(screen.all).toContain('40 120\r\n');
  expect(screen.all).toContain('a 2 tty\r\n');
});

test('it has the environment and the folder of its container', async () => {
  const environment = [
    ['OWN', "it's mine"],
    ['SHELL', '/own/shell'],
  ] as const;
  const run = await world.run('group', forever, { environment });
  const screen = new Screen(await world.backend.exec(run, ['env'], size));
  await screen.ended;

  expect(screen.all).toContain("OWN=it's mine\r\n");
  expect(screen.all).toContain('SHELL=/own/shell\r\n');
  expect(screen.all).toContain(`PWD=${path.join(world.folder, 'image')}\r\n`);
  expect(screen.all).toContain('TERM=xterm\r\n');
});

test('Ctrl-C interrupts what runs on the terminal', async () => {
  const run = await world.run('group', forever);
  const terminal = await world.backend.exec(run, ['/bin/sh'], size);
  const screen = new Screen(terminal);
  terminal.write('echo be$((1))gin; sleep 600\r');
  await screen.shows(/be1gin/);
  await until(async () => (await sleepers()).length > 0);
  terminal.write('\x03');
  terminal.write('echo en$((1))d; exit\r');
  await screen.ended;
  expect(screen.all).toContain('en1d');
});

test('a program with arguments in its name can not be found, in the words of runc', async () => {
  const run = await world.run('group', forever);
  await expect(world.backend.exec(run, ['ls -l'], size)).rejects.toThrow(
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "ls -l": executable file not found in $PATH: unknown',
  );
});

test('a terminal hangs up when its stream is closed', async () => {
  const run = await world.run('group', forever);
  const terminal = await world.backend.exec(run, ['/bin/sh'], size);
  const screen = new Screen(terminal);
  terminal.write('echo rea$((1))dy; sleep 600\r');
  await screen.shows(/rea1dy/);
  await until(async () => (await sleepers()).length > 0);
  terminal.destroy();
  await until(async () => (await sleepers()).length === 0);
  expect(world.exitOf(run)).toBeUndefined();
});

test('a terminal ends with its run', async () => {
  const run = await world.run('group', forever);
  const screen = new Screen(await world.backend.exec(run, ['/bin/sh'], size));
  await screen.shows(/[#$] $/);
  await world.backend.kill(run);
  await screen.ended;
  expect(await processes()).toEqual([]);
});

test('nothing can be started in a run that is over', async () => {
  const run = await world.run('group', 'exit 0');
  await world.exit(run);
  await expect(world.backend.exec(run, ['/bin/sh'], size)).rejects.toThrow(
    "the container 'main' is not running",
  );
});

test('who attaches sees what the container writes from now on, to its last word', async () => {
  const run = await world.run(
    'group',
    `echo before; trap 'echo bye; exit' TERM; while :; do echo tick; sleep 0.05; done`,
  );
  await until(async () => (await world.log(run)).includes('before'));
  const screen = new Screen(await world.backend.attach(run));
  await screen.shows(/tick\ntick\n/);
  await world.backend.kill(run);
  await screen.ended;

  expect(screen.all).not.toContain('before');
  expect(screen.all).toMatch(/bye\n$/);
});

test("what is written by those who attach reaches the container's stdin", async () => {
  const echo = 'while :; do if read -r line; then echo "got $line"; else sleep 0.02; fi; done';
  const run = await world.run('group', echo);
  const attached = await world.backend.attach(run);
  const screen = new Screen(attached);
  attached.write('one\n');
  await screen.shows(/got one/);
  attached.write('two\n');
  await screen.shows(/got two/);
  attached.destroy();

  const later = await world.backend.attach(run);
  later.write('three\n');
  await until(async () => (await world.log(run)).includes('got three'));
  later.destroy();
  await expect(world.log(run)).resolves.toBe('got one\ngot two\ngot three\n');
});

test('stdin is at its end for a container that nobody has attached to, so that a bare shell ends', async () => {
  const run = await world.run('group', '', { command: ['/bin/sh'] });
  await expect(world.exit(run)).resolves.toMatchObject({ exitCode: 0 });
});

test('what is written to a container that reads nothing is dropped or waits, and it runs on', async () => {
  const run = await world.run('group', `exec </dev/null; echo closed; ${forever}`);
  await until(async () => (await world.log(run)) === 'closed\n');
  const attached = await world.backend.attach(run);
  await new Promise((resolve) => attached.write('nobody reads this\n', resolve));
  attached.destroy();
  expect(world.exitOf(run)).toBeUndefined();
});

test('an emulator that comes back can attach to, and start programs in, what it finds running', async () => {
  const run = await world.run('group', 'while :; do echo tick; sleep 0.05; done');
  await until(async () => (await world.log(run)).includes('tick'));
  const next = world.again();
  await expect(next.backend.recover(run)).resolves.toMatchObject({ fate: 'running' });
  const attached = new Screen(await next.backend.attach(run));
  const terminal = new Screen(await next.backend.exec(run, ['pwd'], size));
  await terminal.ended;
  await attached.shows(/tick/);
  await next.backend.kill(run);
  await attached.ended;
  expect(terminal.all).toBe(`${path.join(world.folder, 'image')}\r\n`);
});

test.each([
  ['exit 0', { succeeded: true, output: '' }],
  ['echo alive; exit 0', { succeeded: true, output: 'alive\n' }],
  ['echo no >&2; exit 3', { succeeded: false, output: 'no\n' }],
  ['sleep 600', { succeeded: false, output: 'command timed out after 0.3 s' }],
  ['sleep 600 & echo left; exit 0', { succeeded: true, output: 'left\n' }],
])('a probe that does "%s" gives %o and leaves nothing behind', async (script, result) => {
  const run = await world.run('group', forever);
  await expect(world.backend.probe(run, ['/bin/sh', '-c', script], 300)).resolves.toEqual(result);
  await until(async () => (await sleepers()).length === 0);
});

test('a probe of a missing program, or of a run that is over, fails with the reason', async () => {
  const run = await world.run('group', forever);
  const missing = await world.backend.probe(run, ['no-such-program'], 1000);
  await world.backend.kill(run);
  const over = await world.backend.probe(run, ['true'], 1000);

  expect(missing).toMatchObject({ succeeded: false });
  expect(missing.output).toContain('executable file not found in $PATH');
  expect(over).toEqual({ succeeded: false, output: "the container 'main' is not running" });
});

test('a log that grows for ever takes a bounded space of the disk, and its last 4 MB are whole', async () => {
  const line = 'a line of forty bytes is what this one is';
  const run = await world.run(
    'group',
    `i=0; yes '${line}' | head -c 60000000; echo end; ${forever}`,
  );
  const file = path.join(world.folder, 'containers', 'group', 'main', '1', 'log');
  const onDisk = (): number => statSync(file).blocks * 512;
  await until(async () => (await world.log(run)).endsWith('end\n') && onDisk() < 13e6);
  const text = await world.log(run);

  expect(statSync(file).size).toBeGreaterThan(60_000_000);
  expect(text).toHaveLength(4 * 1024 * 1024);
  expect(
    text
      .split('\n')
      .slice(1, -3)
      .every((each) => each === line),
  ).toBe(true);
});
