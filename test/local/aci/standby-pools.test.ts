import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '../../support/eventually.ts';
import { shell } from './support/groups.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { container, failure, groupBody } from './support/requests.ts';

let emulator: TestEmulator;
let profileId: string;

beforeEach(async () => {
  emulator = await startEmulator();
  const containers = [container('main', { command: shell('echo warm; sleep 600') })];
  const reply = await send('PUT', 'containerGroupProfiles/warm', groupBody({ containers }));
  profileId = z.object({ id: z.string() }).parse(await reply.json()).id;
});
afterEach(() => emulator.stop());

const send = (method: string, url: string, body?: object): Promise<Response> =>
  emulator.arms(`${url}?api-version=2025-09-01`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });

const pools = (name: string): string =>
  `/subscriptions/${emulator.subscriptionId}/resourceGroups/tests/providers/Microsoft.StandbyPool/standbyContainerGroupPools/${name}`;

const poolOf = (maxReadyCapacity: number, revision?: number): object => ({
  location: 'West Europe',
  properties: {
    elasticityProfile: { maxReadyCapacity, refillPolicy: 'always' },
    containerGroupProperties: { containerGroupProfile: { id: profileId, revision } },
  },
});

const View = z.object({
  properties: z.object({
    instanceCountSummary: z.tuple([
      z.object({
        instanceCountsByState: z.array(z.object({ state: z.string(), count: z.int() })),
      }),
    ]),
  }),
});

async function counts(name: string): Promise<Record<string, number>> {
  const reply = await send('GET', `${pools(name)}/runtimeViews/latest`);
  const [{ instanceCountsByState }] = View.parse(await reply.json()).properties
    .instanceCountSummary;
  return Object.fromEntries(instanceCountsByState.map(({ state, count }) => [state, count]));
}

async function untilRunning(name: string, count: number): Promise<void> {
  while ((await counts(name))['Running'] !== count) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const claim = (properties: object = {}): object => ({
  location: 'westeurope',
  properties: {
    containerGroupProfile: { id: profileId, revision: 1 },
    standbyPoolProfile: { id: pools('pool') },
    ...properties,
  },
});

const Log = z.object({ content: z.string() });
const Names = z.object({ value: z.array(z.object({ name: z.string() })) });
async function names(url: string): Promise<string[]> {
  return Names.parse(await (await send('GET', url)).json()).value.map(({ name }) => name);
}

test('a pool is made, read, changed, listed and deleted', async () => {
  const made = await send('PUT', pools('pool'), poolOf(0));
  const changed = await send('PATCH', pools('pool'), { tags: { a: 'b' } });
  expect([made.status, changed.status]).toEqual([201, 200]);
  await expect((await send('GET', pools('pool'))).json()).resolves.toMatchObject({
    name: 'pool',
    type: 'Microsoft.StandbyPool/standbyContainerGroupPools',
    location: 'westeurope',
    tags: { a: 'b' },
    properties: { elasticityProfile: { maxReadyCapacity: 0 }, provisioningState: 'Succeeded' },
  });
  expect(await names(pools('').slice(0, -1))).toEqual(['pool']);
  expect((await send('DELETE', pools('pool'))).status).toBe(204);
  expect((await send('GET', pools('pool'))).status).toBe(404);
});

test('a pool with mistakes is refused with all of them', async () => {
  const wrong = { ...poolOf(1, 7), location: 'nowhere' };
  await expect(failure(send('PUT', pools('x_'), wrong))).resolves.toMatchObject({
    status: 400,
    details: [
      { code: 'LocationNotAvailableForResourceType' },
      { code: 'InvalidStandbyPoolName' },
      { code: 'ContainerGroupProfileNotFound' },
    ],
  });
});

test('a claimed group runs already; its pool is filled again', async () => {
  await send('PUT', pools('pool'), poolOf(2));
  await untilRunning('pool', 2);
  expect(await names('containerGroups')).toEqual([]);

  const reply = await send('PUT', 'containerGroups/claimed', claim());
  expect(reply.status).toBe(201);
  await expect(reply.json()).resolves.toMatchObject({
    name: 'claimed',
    properties: {
      isCreatedFromStandbyPool: true,
      provisioningState: 'Succeeded',
      containers: [{ properties: { instanceView: { currentState: { state: 'Running' } } } }],
      instanceView: { state: 'Running' },
    },
  });
  const operation = await fetch(reply.headers.get('azure-asyncoperation') ?? '', {
    headers: { authorization: 'Bearer x' },
  });
  await expect(operation.json()).resolves.toMatchObject({ status: 'Succeeded' });
  expect(await names('containerGroups')).toEqual(['claimed']);
  await untilRunning('pool', 2);

  const logs = await send('GET', 'containerGroups/claimed/containers/main/logs');
  await expect(logs.json()).resolves.toEqual({ content: 'warm\n' });
  expect((await send('DELETE', 'containerGroups/claimed')).status).toBe(200);
  expect(await counts('pool')).toMatchObject({ Running: 2 });
});

test('a config map of the claim changes the files of the running container', async () => {
  const script = 'until cat "$ACI_MOUNT_0/word" 2>/dev/null; do sleep 0.02; done; sleep 600';
  const containers = [container('main', { command: shell(script) })];
  await send('PUT', 'containerGroupProfiles/warm', groupBody({ containers }));
  const containerGroupProfile = { id: profileId, revision: 2 };
  await send('PUT', pools('pool'), poolOf(1, 2));
  await untilRunning('pool', 1);

  const configMap = { keyValuePairs: { word: 'claimed' } };
  const given = [{ name: 'main', properties: { configMap } }];
  const body = claim({ containerGroupProfile, containers: given });
  const reply = await send('PUT', 'containerGroups/mapped', body);
  await expect(reply.json()).resolves.toMatchObject({
    properties: { isCreatedFromStandbyPool: true, containers: [{ properties: { configMap } }] },
  });
  const content = await eventually(async () => {
    const logs = await send('GET', 'containerGroups/mapped/containers/main/logs');
    return Log.parse(await logs.json()).content || undefined;
  });
  expect(content).toBe('claimed');
});

test('when none is ready a group is made as any other', async () => {
  await send('PUT', pools('pool'), poolOf(0));
  const reply = await send('PUT', 'containerGroups/cold', claim());
  await expect(reply.json()).resolves.toMatchObject({
    properties: { isCreatedFromStandbyPool: false, provisioningState: 'Pending' },
  });
});

test('when none is ready and the body wants no other, the create fails', async () => {
  const standbyPoolProfile = { id: pools('no'), failContainerGroupCreateOnReuseFailure: true };
  const refused = failure(send('PUT', 'containerGroups/cold', claim({ standbyPoolProfile })));
  await expect(refused).resolves.toMatchObject({ status: 409, code: 'ContainerGroupReuseFailed' });
  expect((await send('GET', 'containerGroups/cold')).status).toBe(404);
});

test('a group that differs from the profile is not taken from the pool', async () => {
  await send('PUT', pools('pool'), poolOf(1));
  await untilRunning('pool', 1);
  const environmentVariables = [{ name: 'A', value: 'b' }];
  const containers = [{ name: 'main', properties: { environmentVariables } }];
  const reply = await send('PUT', 'containerGroups/other', claim({ containers }));
  await expect(reply.json()).resolves.toMatchObject({
    properties: { isCreatedFromStandbyPool: false },
  });
});

test('what waits in a pool counts for the quota, and a pool is filled as far as that goes', async () => {
  const body = '{"limits":{"containerGroups":3}}';
  await fetch(`${emulator.arm}/_emu/behaviour`, { method: 'PATCH', body });
  await send('PUT', pools('pool'), poolOf(5));
  await untilRunning('pool', 3);
  expect((await send('PUT', 'containerGroups/claimed', claim())).status).toBe(201);
  const refused = failure(send('PUT', 'containerGroups/cold', groupBody()));
  await expect(refused).resolves.toMatchObject({ code: 'ContainerGroupQuotaReached' });
});

test('a group that has ended in its pool is replaced', async () => {
  const containers = [container('main', { command: shell('exit 0') })];
  await send('PUT', 'containerGroupProfiles/warm', groupBody({ containers }));
  await send('PUT', pools('pool'), poolOf(1));
  while ((await counts('pool'))['Creating'] !== 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const containersThatStay = [container('main', { command: shell('sleep 600') })];
  await send('PUT', 'containerGroupProfiles/warm', groupBody({ containers: containersThatStay }));
  emulator.clock.advance(30_000);
  await untilRunning('pool', 1);
  expect(await counts('pool')).toMatchObject({ Creating: 0, Running: 1 });
});

test('a deleted resource group takes its pools and profiles with it', async () => {
  await send('PUT', pools('pool'), poolOf(1));
  const group = `/subscriptions/${emulator.subscriptionId}/resourceGroups/tests`;
  await send('DELETE', group);
  await send('PUT', group, { location: 'westeurope' });
  expect(await names('containerGroupProfiles')).toEqual([]);
  expect((await send('GET', pools('pool'))).status).toBe(404);
});

test('a pool and its profile are there after a restart, and the pool is filled', async () => {
  await emulator.stop();
  const data = await mkdtemp(path.join(tmpdir(), 'aci-pools-'));
  emulator = await startEmulator({ dataFolder: data });
  const containers = [container('main', { command: shell('sleep 600') })];
  await send('PUT', 'containerGroupProfiles/warm', groupBody({ containers }));
  await send('PUT', pools('pool'), poolOf(2));
  await untilRunning('pool', 2);
  await send('PUT', 'containerGroups/claimed', claim());
  await emulator.stop();

  emulator = await startEmulator({ dataFolder: data });
  await untilRunning('pool', 2);
  await expect((await send('GET', 'containerGroups/claimed')).json()).resolves.toMatchObject({
    properties: { isCreatedFromStandbyPool: true },
  });
  await emulator.stop();
  await rm(data, { recursive: true, force: true });
});
