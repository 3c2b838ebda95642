import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { ContainerGroup } from '@azure/arm-containerinstance';
import { processesOf } from '../../../local/aci/process-backend/run-processes.ts';
import { timings } from '../../../local/aci/model/timing.ts';
import { groupOf, shell } from './support/groups.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ timing: { ...timings.instant, killGraceMs: 1_000 } });
});
afterAll(() => emulator.stop());

afterEach(async () => {
  const { client, resourceGroup } = emulator;
  for await (const { name = '' } of client.containerGroups.list()) {
    await client.containerGroups.beginDelete(resourceGroup, name);
  }
  await until(async () => (await processes()).length === 0 && folders().length === 0);
});

const processes = () => processesOf(path.join(emulator.folder, 'data', 'containers'));
const folders = () => readdirSync(path.join(emulator.folder, 'data', 'containers'));

async function create(name: string, group: ContainerGroup): Promise<void> {
  const { client, resourceGroup } = emulator;
  await client.containerGroups.beginCreateOrUpdate(resourceGroup, name, group);
}

async function untilState(name: string, state: string) {
  const { client, resourceGroup } = emulator;
  for (;;) {
    const group = await client.containerGroups.get(resourceGroup, name);
    const view = group.containers[0]?.instanceView;
    if (view?.currentState?.state === state) return { group, view };
    await soon();
  }
}

async function log(name: string, tail?: number): Promise<string | undefined> {
  const options = tail === undefined ? {} : { tail };
  const { client, resourceGroup } = emulator;
  return (await client.containers.listLogs(resourceGroup, name, 'main', options)).content;
}

test('a delete ends everything that a container has started, what hid in a session of its own included', async () => {
  const daemon =
    'setsid sh -c \'trap "" TERM HUP; while :; do sleep 0.05; done\' >/dev/null 2>&1 &';
  await create('family', groupOf(shell(`(sleep 600 &) ; ${daemon} echo ready; sleep 600`)));
  await untilState('family', 'Running');
  await until(async () => (await log('family')) === 'ready\n');
  const before = (await processes()).length;
  await emulator.client.containerGroups.beginDelete(emulator.resourceGroup, 'family');
  await until(async () => (await processes()).length === 0);

  expect(before).toBeGreaterThanOrEqual(4);
  await until(() => folders().length === 0);
  expect(folders()).toEqual([]);
});

test('a deleted container may end well within its grace', async () => {
  const witness = path.join(emulator.folder, 'ended-well');
  const script = `trap 'echo bye > ${witness}; exit 0' TERM; echo ready; while :; do sleep 0.02; done`;
  await create('well', groupOf(shell(script)));
  await until(async () => (await log('well')) === 'ready\n');
  await emulator.client.containerGroups.beginDelete(emulator.resourceGroup, 'well');
  await until(async () => (await processes()).length === 0);
  expect(readFileSync(witness, 'utf8')).toBe('bye\n');
});

test('what a container leaves behind in the background ends with it', async () => {
  await create('background', groupOf(shell('sleep 600 & setsid sleep 600 & exit 0')));
  const { view } = await untilState('background', 'Terminated');
  expect(view.currentState).toMatchObject({ exitCode: 0, detailStatus: 'Completed' });
  expect(await processes()).toEqual([]);
});

test('a container sees its own environment and nothing of the emulator', async () => {
  process.env['EMULATOR_ONLY'] = 'secret of the emulator';
  const group = groupOf(['env']);
  const [container] = group.containers;
  if (container) container.environmentVariables = [{ name: 'OWN', value: 'a b\nc' }];
  await create('environment', group);
  await untilState('environment', 'Terminated');
  Reflect.deleteProperty(process.env, 'EMULATOR_ONLY');

  const text = (await log('environment')) ?? '';
  const names = [...text.matchAll(/^(\w+)=/gm)].map(([, name]) => name).sort();
  expect(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name ?? ''))).toEqual([
    'CURL_CA_BUNDLE',
    'HOME',
    'NODE_EXTRA_CA_CERTS',
    'OWN',
    'PATH',
    'REQUESTS_CA_BUNDLE',
    'SSL_CERT_FILE',
    'TMPDIR',
  ]);
  expect(text).toContain('OWN=a b\nc\n');
});

test('a container trusts the local authority', async () => {
  const fetchCa = `fetch('${emulator.armHttps}/_emu/ca.pem').then((reply) => console.log(reply.status))`;
  await create('trust', groupOf(['node', '--input-type=module', '-e', fetchCa]));
  await untilState('trust', 'Terminated');
  await expect(log('trust')).resolves.toBe('200\n');
});

test('a command that does not exist leaves its container waiting, with an event that names it', async () => {
  await create('missing', groupOf(['no-such-program', 'x']));
  await until(async () => {
    const { view } = await untilState('missing', 'Waiting');
    return (view.events?.length ?? 0) > 2;
  });
  const { group, view } = await untilState('missing', 'Waiting');
  expect(group.provisioningState).toBe('Creating');
  expect(view.currentState?.detailStatus).toContain('CrashLoopBackOff');
  expect(view.events?.at(-1)).toMatchObject({
    name: 'Failed',
    type: 'Warning',
    message: expect.stringContaining('exec: "no-such-program": executable file not found in $PATH'),
  });
});

test.each([
  ['kill -9 $$', 137],
  ['kill -TERM $$', 143],
  ['exit 255', 255],
])('%s ends a container with exit code %i', async (script, exitCode) => {
  await create('exit-code', groupOf(shell(script)));
  const { view } = await untilState('exit-code', 'Terminated');
  expect(view.currentState).toMatchObject({ exitCode, detailStatus: 'Error' });
  await expect(log('exit-code')).resolves.toBe('');
});

test('a container that uses more memory than it may is killed', async () => {
  const hog = 'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1))';
  const group = groupOf(['node', '-e', hog]);
  const [container] = group.containers;
  if (container) container.resources = { requests: { cpu: 1, memoryInGB: 0.2 } };
  await create('hog', group);
  const { view } = await untilState('hog', 'Terminated');
  expect(view.currentState).toMatchObject({ exitCode: 137, detailStatus: 'OOMKilled' });
});

test('a running container has its whole log, a stopped one the last 1000 lines or 16 KB', async () => {
  const go = path.join(emulator.folder, 'go-on');
  const script = `i=0; while [ $i -lt 3000 ]; do echo "line $i"; i=$((i+1)); done; while ! test -e ${go}; do sleep 0.02; done; echo $0`;
  await create('long-log', groupOf(shell(script)));
  await until(async () => (await log('long-log'))?.endsWith('line 2999\n') === true);
  const whole = await log('long-log');
  const lastTwo = await log('long-log', 2);
  const { writeFile } = await import('node:fs/promises');
  await writeFile(go, '');
  await untilState('long-log', 'Terminated');
  const stopped = (await log('long-log')) ?? '';

  expect(whole).toMatch(/^line 0\nline 1\n/);
  expect(lastTwo).toBe('line 2998\nline 2999\n');
  expect(stopped.trimEnd().split('\n')).toHaveLength(1000);
  expect(stopped.endsWith('line 2999\n/bin/sh\n')).toBe(true);
});

test.each([
  ['running', 'echo one; echo two; sleep 600'],
  ['ended', 'echo one; echo two'],
])('timestamps stand before each line of a container that is %s', async (_state, script) => {
  await create('stamped', groupOf(shell(script)));
  await until(async () => (await log('stamped')) === 'one\ntwo\n');
  const { client, resourceGroup } = emulator;
  const options = { timestamps: true };
  const { content } = await client.containers.listLogs(resourceGroup, 'stamped', 'main', options);
  expect(content).toMatch(/^\S+T\S+\.\d{9}Z one\n\S+T\S+\.\d{9}Z two\n$/);
});

test('a stop ends the containers, a start runs them again', async () => {
  const { containerGroups } = emulator.client;
  await create('stopped', groupOf(shell('echo run; sleep 600')));
  await untilState('stopped', 'Running');
  await containerGroups.stop(emulator.resourceGroup, 'stopped');
  const { group, view } = await untilState('stopped', 'Terminated');
  await until(async () => (await processes()).length === 0);
  await containerGroups.beginStart(emulator.resourceGroup, 'stopped');
  await untilState('stopped', 'Running');

  expect(group.instanceView?.state).toBe('Stopped');
  expect(view.currentState?.detailStatus).toBe('Container stopped per client request');
  expect(view.currentState?.exitCode).toBeUndefined();
});

test('a restart runs the containers anew, with an empty log', async () => {
  await create('restarted', groupOf(shell('echo $$; sleep 600')));
  await untilState('restarted', 'Running');
  await until(async () => (await log('restarted')) !== '');
  const first = await log('restarted');
  await emulator.client.containerGroups.beginRestart(emulator.resourceGroup, 'restarted');
  await untilState('restarted', 'Running');
  await until(async () => ![first, ''].includes(await log('restarted')));

  const second = await log('restarted');
  expect(second).toMatch(/^\d+\n$/);
  expect(second).not.toBe(first);
});

test('the same name can be used again at once after a delete', async () => {
  const script = shell('trap "" TERM; echo $$; sleep 600');
  await create('again', groupOf(script));
  await until(async () => (await log('again')) !== '');
  const first = await log('again');
  await emulator.client.containerGroups.beginDelete(emulator.resourceGroup, 'again');
  await create('again', groupOf(script));
  await until(async () => ![first, ''].includes(await log('again')));
  expect(existsSync(`/proc/${(await log('again'))?.trim() ?? ''}`)).toBe(true);
});

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await soon();
}

function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
