import { z } from 'zod';
import { shell } from './support/groups.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { container, failure, groupBody, put } from './support/requests.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

test('a request without a bearer token is told how to get one', async () => {
  const reply = await emulator.arms('containerGroups', {
    headers: { authorization: 'Basic eA==' },
  });
  expect(reply.headers.get('www-authenticate')).toContain('Bearer authorization_uri=');
  await expect(failure(reply)).resolves.toMatchObject({
    status: 401,
    code: 'AuthenticationFailed',
  });
});

test.each([
  ['', 'MissingApiVersionParameter'],
  ['?api-version=latest', 'InvalidApiVersionParameter'],
  ['?api-version=2017-08-01', 'NoRegisteredProviderFound'],
])('the api-version "%s" is refused with %s', async (query, code) => {
  const path = `/subscriptions/${emulator.subscriptionId}/providers/Microsoft.ContainerInstance/containerGroups`;
  const reply = fetch(`${emulator.arm}${path}${query}`, { headers: { authorization: 'Bearer x' } });
  await expect(failure(reply)).resolves.toMatchObject({ status: 400, code });
});

test('a newer api-version than any known is taken', async () => {
  const { status } = await emulator.arms('containerGroups?api-version=2027-01-01');
  expect(status).toBe(200);
});

test.each([
  ['another subscription', '/subscriptions/other/resourceGroups', 404, 'SubscriptionNotFound'],
  [
    'another resource group',
    '/subscriptions/$S/resourceGroups/other',
    404,
    'ResourceGroupNotFound',
  ],
  [
    'a type that ARM does not know',
    '/subscriptions/$S/providers/Microsoft.ContainerInstance/things',
    404,
    'NotFound',
  ],
  [
    'a resource of a provider that is not emulated',
    '/subscriptions/$S/resourceGroups/tests/providers/Microsoft.ManagedIdentity/userAssignedIdentities/u',
    501,
    'NotImplemented',
  ],
  [
    'what such a provider says of a group',
    '/subscriptions/$S/resourceGroups/tests/providers/Microsoft.ContainerInstance/containerGroups/g/providers/Microsoft.Insights/diagnosticSettings',
    501,
    'NotImplemented',
  ],
  [
    'a group in no resource group',
    '/subscriptions/$S/resourceGroups/other/providers/Microsoft.ContainerInstance/containerGroups/g',
    404,
    'ResourceGroupNotFound',
  ],
  [
    'no such group',
    '/subscriptions/$S/resourceGroups/tests/providers/Microsoft.ContainerInstance/containerGroups/g',
    404,
    'ResourceNotFound',
  ],
  [
    'a parent folder',
    '/subscriptions/$S/resourceGroups/tests/providers/Microsoft.ContainerInstance/containerGroups/..%2f..%2fetc',
    404,
    'ResourceNotFound',
  ],
  [
    'ngroups',
    '/subscriptions/$S/resourceGroups/tests/providers/Microsoft.ContainerInstance/ngroups/n',
    501,
    'NotImplemented',
  ],
])('%s is answered as ARM does', async (_what, path, status, code) => {
  const reply = emulator.arms(path.replace('$S', emulator.subscriptionId));
  await expect(failure(reply)).resolves.toMatchObject({ status, code });
});

test('a wrong verb is 405', async () => {
  const reply = emulator.arms('containerGroups', { method: 'DELETE' });
  await expect(failure(reply)).resolves.toMatchObject({ status: 405, code: 'MethodNotAllowed' });
});

test('paths are found in any case, with doubled and with trailing slashes, and ids keep their spelling', async () => {
  await put(emulator, 'spelling', groupBody());
  const path = `/Subscriptions/${emulator.subscriptionId}/resourcegroups/TESTS/Providers/microsoft.containerinstance//containergroups/spelling/`;
  const reply = await emulator.arms(path);
  expect(reply.status).toBe(200);
  await expect(reply.json()).resolves.toMatchObject({
    id: `/subscriptions/${emulator.subscriptionId}/resourceGroups/tests/providers/Microsoft.ContainerInstance/containerGroups/spelling`,
    location: 'westeurope',
  });
});

test('a create is answered as recorded: 201, Pending, and where to ask for its progress', async () => {
  const reply = await put(emulator, 'recorded', groupBody({}, { tags: { a: 'b' } }));
  const operation = reply.headers.get('azure-asyncoperation') ?? '';
  const requestId = reply.headers.get('x-ms-request-id') ?? '';
  expect(reply.status).toBe(201);
  expect(reply.headers.get('location')).toBeNull();
  expect(reply.headers.get('retry-after')).toBeNull();
  expect(requestId).toMatch(/^westeurope:[0-9a-f-]{36}$/);
  expect(new URL(operation).pathname.split('/').at(-1)).toBe(requestId.split(':')[1]);
  await expect(reply.json()).resolves.toMatchObject({
    tags: { a: 'b' },
    properties: {
      provisioningState: 'Pending',
      sku: 'Standard',
      initContainers: [],
      instanceView: { events: [], state: 'Pending' },
    },
  });
  const progress = await fetch(operation, { headers: { authorization: 'Bearer x' } });
  await expect(progress.json()).resolves.toMatchObject({
    id: expect.stringContaining('/containerGroups/recorded'),
    startTime: expect.any(String),
    properties: { events: expect.arrayContaining([]) },
  });
});

test('resource groups can be made, looked for, and deleted with all that is in them', async () => {
  const path = `/subscriptions/${emulator.subscriptionId}/resourcegroups/Other-Group`;
  const made = await emulator.arms(path, { method: 'PUT', body: '{"location":"East US"}' });
  const head = await emulator.arms(path, { method: 'HEAD' });
  const group = `${path}/providers/Microsoft.ContainerInstance/containerGroups/inside`;
  await emulator.arms(group, { method: 'PUT', body: JSON.stringify(groupBody()) });
  const deleted = await emulator.arms(path, { method: 'DELETE' });
  const gone = await emulator.arms(path, { method: 'HEAD' });
  const all = z.object({ value: z.array(z.object({ name: z.string() })) });
  const { value } = all.parse(
    await (await emulator.arms(`/subscriptions/${emulator.subscriptionId}/resourceGroups`)).json(),
  );

  expect([made.status, head.status, deleted.status, gone.status]).toEqual([201, 204, 202, 404]);
  expect(value.map(({ name }) => name)).toEqual(['tests']);
  await expect(failure(emulator.arms(group))).resolves.toMatchObject({
    code: 'ResourceGroupNotFound',
  });
});

test('log requests for what is not there are 404, and a wrong tail is 400', async () => {
  await put(
    emulator,
    'logs',
    groupBody({ containers: [container('main', { command: shell('echo x') })] }),
  );
  const none = failure(emulator.arms('containerGroups/none/containers/main/logs'));
  const other = failure(emulator.arms('containerGroups/logs/containers/other/logs'));
  const tail = failure(emulator.arms('containerGroups/logs/containers/main/logs?tail=-1'));
  await expect(none).resolves.toMatchObject({ status: 404, code: 'ResourceNotFound' });
  await expect(other).resolves.toMatchObject({ status: 404, code: 'ContainerNotFound' });
  await expect(tail).resolves.toMatchObject({ status: 400 });
});
