import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { shell } from './support/groups.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { container, failure, groupBody } from './support/requests.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const version = 'api-version=2025-09-01';
const arms = (path: string, init?: RequestInit): Promise<Response> =>
  emulator.arms(`${path}?${version}`, init);
const put = (path: string, body: object): Promise<Response> =>
  arms(path, { method: 'PUT', body: JSON.stringify(body) });

const Profile = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  tags: z.record(z.string(), z.string()),
  properties: z.looseObject({ revision: z.int(), registeredRevisions: z.array(z.int()) }),
});
const get = async (path: string) => Profile.parse(await (await arms(path)).json());
const List = z.object({ value: z.array(Profile) });
const list = async (path: string) => List.parse(await (await arms(path)).json()).value;

const saying = (word: string, more: object = {}): object =>
  groupBody({ containers: [container('main', { command: shell(`echo ${word}`) })], ...more });

test('a profile has a new revision with each change of its properties, and keeps the old ones', async () => {
  const path = 'containerGroupProfiles/Growing_1';
  const made = await put(path, saying('one'));
  const changed = await put(path, saying('two'));
  await put(path, { ...saying('two'), tags: { a: 'b' } });

  expect([made.status, changed.status]).toEqual([201, 200]);
  await expect(get(path)).resolves.toMatchObject({
    name: 'Growing_1',
    type: 'Microsoft.ContainerInstance/containerGroupProfiles',
    tags: { a: 'b' },
    properties: { revision: 2, registeredRevisions: [1, 2] },
  });
  await expect(get(`${path}/revisions/1`)).resolves.toMatchObject({
    properties: { containers: [{ properties: { command: shell('echo one') } }] },
  });
  expect((await list(`${path}/revisions`)).map(({ properties }) => properties.revision)).toEqual([
    1, 2,
  ]);
});

test('profiles are listed by resource group and by subscription, and deleted with all revisions', async () => {
  const path = 'containerGroupProfiles/short-lived';
  await put(path, saying('one'));
  const all = `/subscriptions/${emulator.subscriptionId}/providers/Microsoft.ContainerInstance/containerGroupProfiles`;
  const before = await list('containerGroupProfiles');
  expect(before.map(({ name }) => name)).toContain('short-lived');
  expect(await list(all)).toEqual(before);

  const statuses = [];
  for (const method of ['DELETE', 'DELETE', 'GET']) {
    statuses.push((await arms(path, { method })).status);
  }
  expect(statuses).toEqual([200, 204, 404]);
  await expect(failure(arms(`${path}/revisions/1`))).resolves.toMatchObject({
    code: 'ResourceNotFound',
  });
});

test('a patch changes the tags and nothing else', async () => {
  const path = 'containerGroupProfiles/tagged';
  await put(path, saying('one'));
  const reply = await arms(path, { method: 'PATCH', body: '{"tags":{"x":"y"}}' });
  expect(Profile.parse(await reply.json())).toMatchObject({
    tags: { x: 'y' },
    properties: { revision: 1 },
  });
});

test('a profile with mistakes is refused with all of them', async () => {
  const body = { ...saying('one', { restartPolicy: 'Often' }), location: 'nowhere' };
  const { status, message } = await failure(put('containerGroupProfiles/wrong', body));
  expect(status).toBe(400);
  expect(message).toContain('properties.restartPolicy');
  const region = failure(
    put('containerGroupProfiles/-x-', { ...saying('x'), location: 'nowhere' }),
  );
  await expect(region).resolves.toMatchObject({
    details: [
      { code: 'LocationNotAvailableForResourceType' },
      { code: 'InvalidContainerGroupProfileName' },
    ],
  });
});

test('what is secret in a profile is not shown', async () => {
  const variables = [{ name: 'TOKEN', secureValue: 'canary' }];
  const body = groupBody({
    containers: [container('main', { environmentVariables: variables })],
    imageRegistryCredentials: [{ server: 's', username: 'u', password: 'canary' }],
    volumes: [{ name: 'secret', secret: { file: 'Y2FuYXJ5' } }],
  });
  const reply = await put('containerGroupProfiles/secret', body);
  const text = await reply.text();
  expect(reply.status).toBe(201);
  expect(text).not.toContain('canary');
  expect(text).not.toContain('Y2FuYXJ5');
});

test('a group is made of a revision of a profile, with what its body adds', async () => {
  const path = 'containerGroupProfiles/mould';
  await put(path, saying('one'));
  await put(path, saying('two'));
  const { id } = await get(path);
  const containers = [{ name: 'main', properties: { environmentVariables: [{ name: 'A' }] } }];
  const made = await put('containerGroups/cast', {
    location: 'westeurope',
    properties: { containerGroupProfile: { id, revision: 1 }, containers },
  });
  expect(made.status).toBe(201);
  await expect(made.json()).resolves.toMatchObject({
    properties: {
      restartPolicy: 'Never',
      containerGroupProfile: { id, revision: 1 },
      containers: [
        {
          name: 'main',
          properties: { command: shell('echo one'), environmentVariables: [{ name: 'A' }] },
        },
      ],
    },
  });
  const newest = await put('containerGroups/newest', {
    location: 'westeurope',
    properties: { containerGroupProfile: { id } },
  });
  await expect(newest.json()).resolves.toMatchObject({
    properties: {
      containerGroupProfile: { id, revision: 2 },
      containers: [{ properties: { command: shell('echo two') } }],
    },
  });
});

test('a profile or a revision that is not there makes no group', async () => {
  const path = 'containerGroupProfiles/only-one';
  await put(path, saying('one'));
  const { id } = await get(path);
  for (const containerGroupProfile of [{ id: `${id}-not` }, { id, revision: 2 }, { id: 'x' }]) {
    const body = { location: 'westeurope', properties: { containerGroupProfile } };
    await expect(failure(put('containerGroups/none', body))).resolves.toMatchObject({
      status: 400,
      code: 'ContainerGroupProfileNotFound',
    });
  }
});

test('a body that names a profile and is nested too deep is refused', async () => {
  const path = 'containerGroupProfiles/deep';
  await put(path, saying('one'));
  const { id } = await get(path);
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const body = `{"properties":{"containerGroupProfile":{"id":"${id}"},"extensions":${deep}}}`;
  const reply = arms('containerGroups/deep', { method: 'PUT', body });
  await expect(failure(reply)).resolves.toMatchObject({
    status: 400,
    code: 'InvalidRequestContent',
  });
});
