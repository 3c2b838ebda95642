import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { ContainerGroup } from '@azure/arm-containerinstance';
import { z } from 'zod';
import { eventually } from '../../support/eventually.ts';
import { shell } from './support/groups.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { container, failure, groupBody, put } from './support/requests.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
afterEach(() => behave({ longRunning: 'recorded', imageMissing: 'sync' }));

async function behave(change: object): Promise<void> {
  const init = { method: 'PATCH', body: JSON.stringify(change) };
  const { status } = await fetch(`${emulator.arm}/_emu/behaviour`, init);
  expect(status).toBe(200);
}

const read = (name: string) => emulator.client.containerGroups.get(emulator.resourceGroup, name);
/** The group, as soon as it is as it should be. */
const until = (name: string, isRight: (group: ContainerGroup) => boolean) =>
  eventually(async () => {
    const group = await read(name);
    return isRight(group) ? group : undefined;
  });
const wait = (name: string, state: string) =>
  until(name, ({ instanceView }) => instanceView?.state === state);
const hasFailed = ({ provisioningState }: ContainerGroup): boolean =>
  provisioningState === 'Failed';
const running = { containers: [container('main', { command: shell('sleep 600') })] };

test('init containers are shown with their states and events, and without what they are given in secret', async () => {
  const command = shell('test "${#TOKEN}" = 8');
  const environmentVariables = [{ name: 'TOKEN', secureValue: 'canary-1' }];
  const first = container('first', { command, environmentVariables });
  const { status } = await put(emulator, 'initialised', groupBody({ initContainers: [first] }));
  expect(status).toBe(201);
  const group = await wait('initialised', 'Succeeded');
  expect(group.initContainers).toMatchObject([
    {
      name: 'first',
      environmentVariables: [{ name: 'TOKEN' }],
      instanceView: {
        restartCount: 0,
        currentState: { state: 'Terminated', exitCode: 0, detailStatus: 'Completed' },
        events: [{ name: 'Pulling' }, { name: 'Pulled' }, { name: 'Created' }, { name: 'Started' }],
      },
    },
  ]);
  expect(JSON.stringify(group)).not.toContain('canary');
});

test('volumes are shown without what is secret in them', async () => {
  const volumes = [
    { name: 'keys-1', secret: { 'canary-name': 'Y2FuYXJ5' } },
    { name: 'scratch', emptyDir: {} },
  ];
  const share = {
    name: 'share',
    azureFile: { shareName: 's', storageAccountName: 'a', storageAccountKey: 'canary' },
  };
  await put(emulator, 'volumes', groupBody({ volumes: [...volumes, share] }));
  const { properties } = z
    .object({ properties: z.object({ volumes: z.array(z.unknown()) }) })
    .parse(await (await emulator.arms('containerGroups/volumes')).json());
  expect(properties.volumes).toEqual([
    { name: 'keys-1', secret: {} },
    { name: 'scratch', emptyDir: {} },
    { name: 'share', azureFile: { shareName: 's', storageAccountName: 'a' } },
  ]);
});

test.each([
  ['quota', 400, 'ContainerGroupQuotaReached', /'StandardCores' exceeded in region 'westeurope'/],
  ['capacity:at=once', 409, 'ServiceUnavailable', /^The requested resource is not available/],
  ['registryBusy', 409, 'RegistryErrorResponse', /docker registry 'durableaci.azurecr.io'/],
  ['imageMissing', 400, 'InaccessibleImage', /Please check the image and registry credential/],
])('a group with the tag %s is refused with %i %s', async (fault, status, code, message) => {
  const reply = put(emulator, 'refused', groupBody({}, { tags: { 'emu.fault': fault } }));
  await expect(failure(reply)).resolves.toMatchObject({
    status,
    code,
    message: expect.stringMatching(message),
  });
  expect((await emulator.arms('containerGroups/refused')).status).toBe(404);
});

test('a group that had no capacity can be put again, as a new one', async () => {
  const tags = { 'emu.fault': 'capacity' };
  await put(emulator, 'again', groupBody(running, { tags }));
  await until('again', hasFailed);
  const { status } = await put(emulator, 'again', groupBody(running));
  expect(status).toBe(201);
  await wait('again', 'Running');
});

test('a missing image may be found out by the pull alone', async () => {
  await behave({ imageMissing: 'async' });
  const missing = container('main', { image: 'durableaci.azurecr.io/none:1' });
  expect((await put(emulator, 'missing', groupBody({ containers: [missing] }))).status).toBe(201);
  const group = await until(
    'missing',
    ({ containers }) => containers[0]?.instanceView?.events?.length === 3,
  );
  expect(group.provisioningState).toBe('Creating');
  expect(group.containers[0]?.instanceView?.events).toMatchObject([
    { name: 'Pulling' },
    { name: 'Failed', type: 'Warning' },
    { name: 'BackOff', type: 'Warning' },
  ]);
});

test('a Windows group is taken, and its operation says what the emulator can not do', async () => {
  const { status } = await put(emulator, 'windows', groupBody({ osType: 'Windows' }));
  expect(status).toBe(201);
  const group = await until('windows', hasFailed);
  expect(group.containers[0]?.instanceView?.currentState?.state).toBe('Waiting');
  expect(group.instanceView?.events?.[0]?.message).toContain('runs no Windows containers');
});

test('a group that is still being made takes no other create, and no stop', async () => {
  const tags = { 'emu.fault': 'stuckPending' };
  await put(emulator, 'stuck', groupBody({}, { tags }));
  const transitioning = { status: 409, code: 'ContainerGroupTransitioning' };
  const stop = emulator.arms('containerGroups/stuck/stop', { method: 'POST' });
  await expect(failure(put(emulator, 'stuck', groupBody()))).resolves.toMatchObject(transitioning);
  await expect(failure(stop)).resolves.toMatchObject(transitioning);
});

test('of creates of one name at once one is taken, and the others are told to wait', async () => {
  const body = groupBody(running, { tags: { 'emu.fault': 'stuckCreating' } });
  const replies = await Promise.all(Array.from({ length: 8 }, () => put(emulator, 'one', body)));
  const statuses = replies.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
});

test('as the specification has it, long operations have a Location that ends with their result', async () => {
  await behave({ longRunning: 'swagger' });
  const auth = { headers: { authorization: 'Bearer x' }, redirect: 'manual' } as const;
  const link = (reply: Response): string => reply.headers.get('location') ?? '';
  const tags = { 'emu.fault': 'pullFail' };

  const stuck = await put(emulator, 'long', groupBody(running, { tags }));
  const during = await fetch(link(stuck), auth);
  await emulator.arms('containerGroups/long', { method: 'DELETE' });
  const gone = await fetch(link(stuck), auth);
  const made = await put(emulator, 'long', groupBody(running));
  await wait('long', 'Running');
  const after = await fetch(link(made), auth);
  const restart = await emulator.arms('containerGroups/long/restart', { method: 'POST' });
  await wait('long', 'Running');
  const restarted = await fetch(link(restart), auth);

  const all = [stuck, during, gone, made, after, restart, restarted];
  expect(all.map(({ status }) => status)).toEqual([201, 202, 404, 201, 200, 204, 204]);
  expect([stuck, during, made, restart].map((reply) => reply.headers.get('retry-after'))).toEqual(
    Array(4).fill('1'),
  );
  await expect(after.json()).resolves.toMatchObject({ name: 'long' });
});

test('the Location of an operation that has failed says why', async () => {
  await behave({ longRunning: 'swagger' });
  const tags = { 'emu.fault': 'capacity' };
  const reply = await put(emulator, 'failed', groupBody({}, { tags }));
  const location = reply.headers.get('location') ?? '';
  await until('failed', hasFailed);
  const result = fetch(location, { headers: { authorization: 'Bearer x' } });
  await expect(failure(result)).resolves.toMatchObject({ status: 409, code: 'Failed' });
});

test('a container of a group with an identity gets a token with what it is told', async () => {
  const script =
    'curl -s -H "X-IDENTITY-HEADER: $IDENTITY_HEADER" "$IDENTITY_ENDPOINT?api-version=2019-08-01&resource=https://vault.azure.net"';
  const containers = [container('main', { command: shell(script) })];
  await put(
    emulator,
    'identity',
    groupBody({ containers }, { identity: { type: 'SystemAssigned' } }),
  );
  const group = await wait('identity', 'Succeeded');
  expect(group.identity).toMatchObject({ principalId: expect.any(String) });
  const { containers: api } = emulator.client;
  const { content } = await api.listLogs(emulator.resourceGroup, 'identity', 'main');
  expect(JSON.parse(content ?? '')).toMatchObject({ resource: 'https://vault.azure.net' });
});

test('a real container whose liveness probe fails is killed', async () => {
  const command = shell('sleep 600');
  const livenessProbe = {
    exec: { command: ['/bin/false'] },
    periodSeconds: 1,
    failureThreshold: 1,
  };
  await put(
    emulator,
    'not-alive',
    groupBody({ containers: [container('main', { command, livenessProbe })] }),
  );
  const group = await wait('not-alive', 'Failed');
  expect(group.containers[0]?.instanceView).toMatchObject({
    currentState: { state: 'Terminated', exitCode: 137 },
    events: expect.arrayContaining([expect.objectContaining({ name: 'Unhealthy' })]),
  });
});
