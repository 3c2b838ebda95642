import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { groupOf, shell } from './support/groups.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

test('a group goes from its create to its logs and is gone after its delete', async () => {
  const { client, resourceGroup } = emulator;
  const { containerGroups, containers } = client;
  const begun = await containerGroups.beginCreateOrUpdate(
    resourceGroup,
    'whole-life',
    groupOf(shell('echo one; echo two >&2; exit 3'), { tags: { owner: 'test' } }),
    { updateIntervalInMs: 20 },
  );
  const created = await begun.pollUntilDone();

  expect(created.provisioningState).toBe('Succeeded');
  const ended = await waitForEnd('whole-life');
  expect(ended).toMatchObject({
    name: 'whole-life',
    tags: { owner: 'test' },
    instanceView: { state: 'Failed' },
    containers: [
      {
        instanceView: {
          restartCount: 0,
          currentState: { state: 'Terminated', exitCode: 3, detailStatus: 'Error' },
          events: [
            { name: 'Pulling' },
            { name: 'Pulled' },
            { name: 'Created' },
            { name: 'Started' },
          ],
        },
      },
    ],
  });
  const logs = await containers.listLogs(resourceGroup, 'whole-life', 'main');
  expect(logs.content).toBe('one\ntwo\n');

  await containerGroups.beginDeleteAndWait(resourceGroup, 'whole-life', { updateIntervalInMs: 20 });
  await expect(containerGroups.get(resourceGroup, 'whole-life')).rejects.toMatchObject({
    statusCode: 404,
    code: 'ResourceNotFound',
  });
  await expect(containerGroups.beginDeleteAndWait(resourceGroup, 'whole-life')).resolves.toEqual(
    {},
  );
});

test('the entrypoint of an image runs on the pinned Node', async () => {
  const { client, resourceGroup } = emulator;
  await client.containerGroups.beginCreateOrUpdate(resourceGroup, 'entrypoint', groupOf([]));
  await waitForEnd('entrypoint');
  const { content } = await client.containers.listLogs(resourceGroup, 'entrypoint', 'main');
  expect(content).toBe(`hello from ${process.version}\n`);
});

test('a list gives all its pages, and no instance views', async () => {
  const { client, resourceGroup } = emulator;
  const names = ['page-1', 'page-2', 'page-3', 'page-4'];
  for (const name of names) {
    await client.containerGroups.beginCreateOrUpdate(resourceGroup, name, groupOf(shell('exit 0')));
  }
  const pages = [];
  for await (const page of client.containerGroups.listByResourceGroup(resourceGroup).byPage()) {
    pages.push(page);
  }
  const groups = pages.flat();
  expect(pages.length).toBeGreaterThan(1);
  expect(groups.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  expect(groups.every(({ instanceView }) => instanceView === undefined)).toBe(true);
  expect(groups.every((group) => group.containers[0]?.instanceView === undefined)).toBe(true);
});

test('secrets go in and come out nowhere', async () => {
  const { client, resourceGroup } = emulator;
  const [container] = groupOf(shell('printf %s "$TOKEN" | wc -c')).containers;
  if (!container) throw new Error('there is no container');
  const group = groupOf([], {
    containers: [
      { ...container, environmentVariables: [{ name: 'TOKEN', secureValue: 'canary-1' }] },
    ],
    imageRegistryCredentials: [{ server: 's', username: 'u', password: 'canary-2' }],
    diagnostics: { logAnalytics: { workspaceId: 'w', workspaceKey: 'canary-3' } },
  });
  await client.containerGroups.beginCreateOrUpdate(resourceGroup, 'secrets', group);
  await waitForEnd('secrets');

  const shown = await emulator.arms('containerGroups/secrets');
  const journal = await fetch(`${emulator.arm}/_emu/journal`);
  expect(`${await shown.text()} ${await journal.text()}`).not.toContain('canary');
  const { content } = await client.containers.listLogs(resourceGroup, 'secrets', 'main');
  expect(content?.trim()).toBe(String('canary-1'.length));
});

test('an image that is not in the map is refused as one that Azure can not reach', async () => {
  const { client, resourceGroup } = emulator;
  const group = groupOf(shell('exit 0'));
  const [container] = group.containers;
  if (!container) throw new Error('there is no container');
  container.image = 'durableaci.azurecr.io/unknown:v1';
  await expect(
    client.containerGroups.beginCreateOrUpdate(resourceGroup, 'no-image', group),
  ).rejects.toMatchObject({
    statusCode: 400,
    code: 'InaccessibleImage',
    message: expect.stringContaining(
      "The image 'durableaci.azurecr.io/unknown:v1' in container group 'no-image' is not accessible. Please check the image and registry credential.",
    ),
  });
});

test('tags can be changed on a running group', async () => {
  const { client, resourceGroup } = emulator;
  await client.containerGroups.beginCreateOrUpdate(
    resourceGroup,
    'tags',
    groupOf(shell('sleep 60')),
  );
  const updated = await client.containerGroups.update(resourceGroup, 'tags', { tags: { a: 'b' } });
  expect(updated.tags).toEqual({ a: 'b' });
  await client.containerGroups.beginDeleteAndWait(resourceGroup, 'tags');
});

async function waitForEnd(name: string) {
  for (;;) {
    const group = await emulator.client.containerGroups.get(emulator.resourceGroup, name);
    if (['Succeeded', 'Failed'].includes(group.instanceView?.state ?? '')) return group;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
