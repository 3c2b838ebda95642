import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { timings } from '../../../local/aci/model/timing.ts';
import { groupOf, shell } from './support/groups.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { failure } from './support/requests.ts';
import { TerminalClient } from './support/terminal-client.ts';

const Promised = z.object({ webSocketUri: z.string(), password: z.string() });
const terminalSize = { rows: 30, cols: 100 };
const forever = 'while :; do sleep 0.05; done';
let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ timing: { ...timings.instant, killGraceMs: 200 } });
});
afterAll(() => emulator.stop());

afterEach(async () => {
  const { client, resourceGroup } = emulator;
  for await (const { name = '' } of client.containerGroups.list()) {
    await client.containerGroups.beginDelete(resourceGroup, name);
  }
});

async function create(name: string, command: readonly string[], state = 'Running') {
  const { containerGroups } = emulator.client;
  await containerGroups.beginCreateOrUpdate(emulator.resourceGroup, name, groupOf(command));
  for (let current = ''; current !== state;) {
    const group = await containerGroups.get(emulator.resourceGroup, name);
    current = group.containers[0]?.instanceView?.currentState?.state ?? '';
  }
}

const exec = (name: string, command = '/bin/sh', container = 'main') =>
  emulator.client.containers.executeCommand(emulator.resourceGroup, name, container, {
    command,
    terminalSize,
  });
const attach = (name: string) =>
  emulator.client.containers.attach(emulator.resourceGroup, name, 'main');
const post = (path: string, body: object = {}) =>
  emulator.arms(`containerGroups/${path}`, { method: 'POST', body: JSON.stringify(body) });

const refused = { code: 1008, reason: 'The password is wrong, used or no longer valid.' };

test('exec gives a terminal of the size asked for over TLS, which closes when its program ends', async () => {
  await create('shell', shell(forever));
  const promise = await exec('shell');
  const terminal = await TerminalClient.open(promise);
  terminal.send('stty size; exit\r');
  const closed = await terminal.closed;

  expect(promise.webSocketUri).toContain(emulator.armHttps.replace('https://', 'wss://'));
  expect(terminal.shown).toContain('30 100\r\n');
  expect(closed).toEqual({ code: 1000, reason: '' });
});

test('a client without a terminal gets one of the usual size, over plain HTTP when it came so', async () => {
  await create('plain', shell(forever));
  const body = { command: '/bin/sh', terminalSize: { rows: 0, cols: 0 } };
  const reply = await post('plain/containers/main/exec', body);
  const terminal = await TerminalClient.open(Promised.parse(await reply.json()));
  terminal.send('stty size; exit\r');
  await terminal.closed;

  expect(reply.status).toBe(200);
  expect(terminal.socket.url).toContain(emulator.arm.replace('http://', 'ws://'));
  expect(terminal.shown).toContain('24 80\r\n');
});

test('text and binary frames are typed alike, also those that come with the password', async () => {
  await create('frames', shell(forever));
  const terminal = await TerminalClient.open(await exec('frames'));
  terminal.send('echo te$((1))xt\r');
  terminal.send(Buffer.from('echo bi$((1))nary\r'));
  await terminal.shows(/te1xt[^]*bi1nary/);
  terminal.send('exit\r');
  await expect(terminal.closed).resolves.toMatchObject({ code: 1000 });
});

test('a wrong password is refused, and the right one still opens the terminal', async () => {
  await create('wrong', shell(forever));
  const promise = await exec('wrong');
  const guess = await TerminalClient.open({ ...promise, password: 'a guess' });
  await expect(guess.closed).resolves.toEqual(refused);
  const terminal = await TerminalClient.open(promise);
  await terminal.shows(/[#$] $/);
  expect(guess.shown).toBe('');
});

test('a password opens one terminal and no other', async () => {
  await create('once', shell(forever));
  const promise = await exec('once');
  const first = await TerminalClient.open(promise);
  await first.shows(/[#$] $/);
  const second = await TerminalClient.open(promise);
  await expect(second.closed).resolves.toEqual(refused);
  expect(first.socket.readyState).toBe(first.socket.OPEN);
});

test('a password is good for 60 seconds, for those too who connect and say nothing', async () => {
  await create('late', shell(forever));
  const [inTime, late] = [await exec('late'), await exec('late')];
  const silent = await TerminalClient.open({ webSocketUri: late.webSocketUri ?? '' });
  emulator.clock.advance(59_000);
  const terminal = await TerminalClient.open(inTime);
  await terminal.shows(/[#$] $/);
  emulator.clock.advance(1000);

  await expect(silent.closed).resolves.toEqual(refused);
  await expect((await TerminalClient.open(late)).closed).resolves.toEqual(refused);
});

test('a program that can not be started says so on the terminal: arguments are part of its name', async () => {
  await create('arguments', shell(forever));
  const terminal = await TerminalClient.open(await exec('arguments', 'ls -l'));
  await expect(terminal.closed).resolves.toMatchObject({ code: 1000 });
  expect(terminal.shown).toContain('exec: "ls -l": executable file not found in $PATH');
});

test('all of a long output arrives, at the pace of its client', async () => {
  await create('flood', shell(forever));
  const flood = path.join(emulator.folder, 'image', 'flood');
  await writeFile(flood, '#!/bin/sh\nhead -c 8000000 /dev/zero | tr "\\\\0" x\necho; echo end\n');
  await chmod(flood, 0o700);
  const terminal = await TerminalClient.open(await exec('flood', './flood'));
  terminal.socket.pause();
  await new Promise((resolve) => setTimeout(resolve, 300));
  terminal.socket.resume();
  await terminal.closed;

  expect(terminal.shown).toHaveLength(8_000_000 + '\r\nend\r\n'.length);
  expect(terminal.shown.endsWith('x\r\nend\r\n')).toBe(true);
});

test.each([
  ['in the first frame', (password: string) => [{ password }, {}] as const],
  [
    'as Authorization header',
    (password: string) => [{}, { headers: { authorization: password } }] as const,
  ],
])('attach shows what the container writes to who gives the password %s', async (_how, give) => {
  await create('attached', shell('while :; do echo tick; sleep 0.05; done'));
  const { webSocketUri = '', password = '' } = await attach('attached');
  const [frame, options] = give(password);
  const terminal = await TerminalClient.open({ webSocketUri, ...frame }, options);
  await terminal.shows(/tick\ntick\n/);
  await emulator.client.containerGroups.stop(emulator.resourceGroup, 'attached');
  await expect(terminal.closed).resolves.toMatchObject({ code: 1000 });
});

test('attach refuses a wrong Authorization header', async () => {
  await create('header', shell(forever));
  const { webSocketUri = '' } = await attach('header');
  const headers = { authorization: 'a guess' };
  const terminal = await TerminalClient.open({ webSocketUri }, { headers });
  await expect(terminal.closed).resolves.toEqual(refused);
});

test('what is typed by who has attached reaches the container', async () => {
  await create('typed', shell('while :; do read -r line && echo "got $line"; sleep 0.02; done'));
  const terminal = await TerminalClient.open(await attach('typed'));
  terminal.send('hello\n');
  await terminal.shows(/got hello/);
  expect(terminal.shown).toBe('got hello\n');
});

test('terminals end with the run and with the group of their container', async () => {
  const go = path.join(emulator.folder, 'go-on');
  await create('run-ends', shell(`while ! test -e ${go}; do sleep 0.02; done`));
  await create('group-ends', shell(forever));
  const [one, other] = [
    await TerminalClient.open(await exec('run-ends')),
    await TerminalClient.open(await exec('group-ends')),
  ];
  await Promise.all([one.shows(/[#$] $/), other.shows(/[#$] $/)]);
  await writeFile(go, '');
  await emulator.client.containerGroups.beginDelete(emulator.resourceGroup, 'group-ends');

  await expect(one.closed).resolves.toMatchObject({ code: 1000 });
  await expect(other.closed).resolves.toMatchObject({ code: 1000 });
});

test('a terminal ends when its emulator stops', async () => {
  // With the authority of the first one, which this process trusts.
  const certificatesFolder = path.join(emulator.folder, 'certificates');
  const other = await startEmulator({ certificatesFolder });
  const { containerGroups, containers } = other.client;
  await containerGroups.beginCreateOrUpdate(other.resourceGroup, 'g', groupOf(shell(forever)));
  for (let isUp = false; !isUp;) {
    isUp = (await containerGroups.get(other.resourceGroup, 'g')).instanceView?.state === 'Running';
  }
  const request = { command: '/bin/sh', terminalSize };
  const promise = await containers.executeCommand(other.resourceGroup, 'g', 'main', request);
  const terminal = await TerminalClient.open(promise);
  await terminal.shows(/[#$] $/);
  await other.stop();
  await expect(terminal.closed).resolves.toEqual({ code: 1001, reason: 'the emulator stops' });
});

test.each(['exec', 'attach'])('%s is refused for what does not run', async (verb) => {
  await create('up', shell(forever));
  await create('over', shell('exit 0'), 'Terminated');
  await create('waits', ['no-such-program'], 'Waiting');
  await create('stopped', shell(forever));
  await emulator.client.containerGroups.stop(emulator.resourceGroup, 'stopped');
  const body = { command: '/bin/sh' };
  const outcomes = await Promise.all(
    ['none/containers/main', 'up/containers/other', 'over/containers/main']
      .concat('waits/containers/main', 'stopped/containers/main')
      .map(async (below) => {
        const { status, code } = await failure(post(`${below}/${verb}`, body));
        return `${String(status)} ${code}`;
      }),
  );
  expect(outcomes).toEqual([
    '404 ResourceNotFound',
    '404 ContainerNotFound',
    '400 ContainerGroupStopped',
    '409 ContainerGroupTransitioning',
    '400 ContainerGroupStopped',
  ]);
});

test('a request that is wrong is told all that is', async () => {
  await create('body', shell(forever));
  const body = { command: '', terminalSize: { rows: -1, cols: 'wide' } };
  const { status, details } = await failure(post('body/containers/main/exec', body));
  expect(status).toBe(400);
  expect(details?.map(({ target }) => target)).toEqual([
    'command',
    'terminalSize.rows',
    'terminalSize.cols',
  ]);
});
