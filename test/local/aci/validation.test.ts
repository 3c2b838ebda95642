import { groupOf, image } from './support/groups.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { container, failure, groupBody, put } from './support/requests.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

test('one error names every wrong field', async () => {
  const wrong = {
    location: '../west',
    properties: {
      restartPolicy: 'Sometimes',
      containers: [
        { name: 'Not_A_Name', properties: { image: '', resources: { requests: { cpu: 0 } } } },
        { properties: { image, resources: {}, environmentVariables: [{ name: '1=2' }] } },
      ],
    },
  };
  const { status, message, details } = await failure(put(emulator, 'wrong', wrong));
  expect(status).toBe(400);
  const targets = [
    'location',
    'properties.restartPolicy',
    'properties.containers[0].name',
    'properties.containers[0].properties.image',
    'properties.containers[0].properties.resources.requests.cpu',
    'properties.containers[0].properties.resources.requests.memoryInGB',
    'properties.containers[1].name',
    'properties.containers[1].properties.resources.requests',
    'properties.containers[1].properties.environmentVariables[0].name',
  ];
  expect(details?.map(({ target }) => target)).toEqual(expect.arrayContaining(targets));
  expect(targets.every((target) => message.includes(target))).toBe(true);
});

test.each([
  [
    'two containers of one name',
    { containers: [container('a'), container('a')] },
    'InvalidRequestContent',
  ],
  ['no container', { containers: [] }, 'InvalidRequestContent'],
  [
    '61 containers',
    {
      containers: Array.from({ length: 61 }, (_, i) =>
        container(`c${String(i)}`, { resources: { requests: { cpu: 0.1, memoryInGB: 0.1 } } }),
      ),
    },
    'InvalidRequestContent',
  ],
  [
    'more CPU than a group has',
    { containers: [container('a', { resources: { requests: { cpu: 32, memoryInGB: 1 } } })] },
    'InvalidRequestContent',
  ],
  [
    'a limit above the total request',
    {
      containers: [
        container('a', {
          resources: { requests: { cpu: 1, memoryInGB: 1 }, limits: { cpu: 2, memoryInGB: 1 } },
        }),
      ],
    },
    'ContainerLimitGreaterThanContainerGroupTotalRequest',
  ],
  [
    'more credentials than containers',
    { imageRegistryCredentials: [{ server: 'a' }, { server: 'b' }] },
    'MoreImageRegistryCredentialsThanContainers',
  ],
  [
    'a Spot group with an address',
    {
      priority: 'Spot',
      ipAddress: { type: 'Public', ports: [{ port: 80 }] },
      containers: [container('a', { ports: [{ port: 80 }] })],
    },
    'SpotPriorityContainerGroupNotSupportedForInboundConnectivity',
  ],
  [
    'an image from elsewhere',
    { containers: [container('a', { image: 'nginx' })] },
    'InaccessibleImage',
  ],
  [
    'both kinds of value',
    {
      containers: [
        container('a', { environmentVariables: [{ name: 'A', value: 'b', secureValue: 'c' }] }),
      ],
    },
    'InvalidRequestContent',
  ],
])('%s is refused', async (_what, properties, code) => {
  await expect(failure(put(emulator, 'refused', groupBody(properties)))).resolves.toMatchObject({
    status: 400,
    code,
  });
  expect((await emulator.arms('containerGroups/refused')).status).toBe(404);
});

test('a GPU is as unavailable as on Azure', async () => {
  const resources = { requests: { cpu: 1, memoryInGB: 1, gpu: { count: 1, sku: 'K80' } } };
  const reply = put(emulator, 'gpu', groupBody({ containers: [container('a', { resources })] }));
  await expect(failure(reply)).resolves.toMatchObject({ status: 409, code: 'ServiceUnavailable' });
});

test('a running group can be changed, but not what Azure holds fast', async () => {
  const running = (properties: object = {}) =>
    groupBody({ containers: [container('main', { command: ['sleep', '600'], ...properties })] });
  await emulator.client.containerGroups.beginCreateOrUpdateAndWait(
    emulator.resourceGroup,
    'update',
    groupOf(['sleep', '600']),
    { updateIntervalInMs: 10 },
  );
  const refused = await failure(put(emulator, 'update', groupBody({ restartPolicy: 'Always' })));
  const moved = await failure(put(emulator, 'update', { ...running(), location: 'eastus' }));
  const changed = await put(
    emulator,
    'update',
    running({ environmentVariables: [{ name: 'A', value: 'b' }] }),
  );

  expect(refused).toMatchObject({ status: 400, code: 'InvalidContainerGroupUpdate' });
  expect(moved).toMatchObject({ status: 409, code: 'InvalidResourceLocation' });
  expect(changed.status).toBe(200);
  await expect(changed.json()).resolves.toMatchObject({
    properties: { provisioningState: 'Updating' },
  });
  await emulator.arms('containerGroups/update', { method: 'DELETE' });
});
