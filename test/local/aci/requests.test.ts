import http from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { groupOf, image, shell } from './support/groups.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const ErrorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.array(z.object({ code: z.string(), target: z.string().optional() })).optional(),
  }),
});

async function failure(pending: Response | Promise<Response>) {
  const reply = await pending;
  return { status: reply.status, ...ErrorBody.parse(await reply.json()).error };
}

function put(name: string, body: unknown): Promise<Response> {
  return emulator.arms(`containerGroups/${name}`, {
    method: 'PUT',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const container = (name: string, properties: object = {}) => ({
  name,
  properties: {
    image,
    command: ['/bin/sh', '-c', 'exit 0'],
    resources: { requests: { cpu: 1, memoryInGB: 1 } },
    ...properties,
  },
});
const body = (properties: object = {}, more: object = {}) => ({
  location: 'West Europe',
  properties: { restartPolicy: 'Never', containers: [container('main')], ...properties },
  ...more,
});

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
    '/subscriptions/$S/providers/Microsoft.Other/things',
    404,
    'NotFound',
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
    'profiles',
    '/subscriptions/$S/providers/Microsoft.ContainerInstance/containerGroupProfiles',
    501,
    'NotImplemented',
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

test('exec says by name that it is not emulated yet', async () => {
  await put('exec', body());
  const reply = emulator.arms('containerGroups/exec/containers/main/exec', { method: 'POST' });
  await expect(failure(reply)).resolves.toMatchObject({
    status: 501,
    message: 'Containers_ExecuteCommand is not emulated yet',
  });
});

test('a wrong verb is 405', async () => {
  const reply = emulator.arms('containerGroups', { method: 'DELETE' });
  await expect(failure(reply)).resolves.toMatchObject({ status: 405, code: 'MethodNotAllowed' });
});

test('paths are found in any case, with doubled and with trailing slashes, and ids keep their spelling', async () => {
  await put('spelling', body());
  const path = `/Subscriptions/${emulator.subscriptionId}/resourcegroups/TESTS/Providers/microsoft.containerinstance//containergroups/spelling/`;
  const reply = await emulator.arms(path);
  expect(reply.status).toBe(200);
  await expect(reply.json()).resolves.toMatchObject({
    id: `/subscriptions/${emulator.subscriptionId}/resourceGroups/tests/providers/Microsoft.ContainerInstance/containerGroups/spelling`,
    location: 'westeurope',
  });
});

test('a create is answered as recorded: 201, Pending, and where to ask for its progress', async () => {
  const reply = await put('recorded', body({}, { tags: { a: 'b' } }));
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
  const { status, message, details } = await failure(put('wrong', wrong));
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
    { priority: 'Spot', ipAddress: { type: 'Public', ports: [] } },
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
  await expect(failure(put('refused', body(properties)))).resolves.toMatchObject({
    status: 400,
    code,
  });
  expect((await emulator.arms('containerGroups/refused')).status).toBe(404);
});

test.each(['UPPER', 'a--', '-a', 'a_b', 'a'.repeat(64), 'a%2f..%2fb', '%2e%2e', '%00'])(
  'the group name %s is refused',
  async (name) => {
    const { status } = await put(name, body());
    expect([400, 404, 405]).toContain(status);
  },
);

test('what the process backend can not honour is refused by name', async () => {
  const properties = {
    osType: 'Windows',
    volumes: [{ name: 'v', emptyDir: {} }],
    initContainers: [{ name: 'i' }],
    containers: [
      container('a', { volumeMounts: [{ name: 'v', mountPath: '/v' }], livenessProbe: {} }),
    ],
  };
  const { status, message } = await failure(put('unsupported', body(properties)));
  expect(status).toBe(501);
  expect(message).toBe(
    'properties.osType Windows, properties.initContainers, properties.volumes, properties.containers[0].properties.volumeMounts, properties.containers[0].properties.livenessProbe is not emulated yet',
  );
});

test('a GPU is as unavailable as on Azure', async () => {
  const resources = { requests: { cpu: 1, memoryInGB: 1, gpu: { count: 1, sku: 'K80' } } };
  const reply = put('gpu', body({ containers: [container('a', { resources })] }));
  await expect(failure(reply)).resolves.toMatchObject({ status: 409, code: 'ServiceUnavailable' });
});

test('a running group can be changed, but not what Azure holds fast', async () => {
  const running = (properties: object = {}) =>
    body({ containers: [container('main', { command: ['sleep', '600'], ...properties })] });
  await emulator.client.containerGroups.beginCreateOrUpdateAndWait(
    emulator.resourceGroup,
    'update',
    groupOf(['sleep', '600']),
    { updateIntervalInMs: 10 },
  );
  const refused = await failure(put('update', body({ restartPolicy: 'Always' })));
  const moved = await failure(put('update', { ...running(), location: 'eastus' }));
  const changed = await put(
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

const nulInCommand = JSON.stringify(body({ containers: [container('a', { command: ['a\0b'] })] }));

test.each([
  ['not JSON', '{'],
  ['nothing', ''],
  ['a number', '1'],
  ['a list', '[]'],
  ['null', 'null'],
  ['very deep JSON', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['deep objects', '{"properties":'.repeat(5000) + '1' + '}'.repeat(5000)],
  ['a prototype', '{"__proto__":{"location":"westeurope"},"constructor":{"prototype":{}}}'],
  ['a NUL in a command', nulInCommand],
])('a body that is %s is refused with 400', async (_what, text) => {
  const { status } = await put('hostile', text);
  expect(status).toBe(400);
});

test('a body of 10 MB is refused with 413', async () => {
  const reply = put('large', `{"location":"${'x'.repeat(10_000_000)}"}`);
  await expect(failure(reply)).resolves.toMatchObject({
    status: 413,
    code: 'RequestContentTooLarge',
  });
});

test('a Host header of elsewhere is refused on every path', async () => {
  const status = await new Promise((resolve, reject) => {
    http
      .get(`${emulator.arm}/_emu/journal`, { headers: { host: 'evil.example:80' } }, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      })
      .on('error', reject);
  });
  expect(status).toBe(421);
});

test.each([
  'GET /subscriptions/../../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
  'GET //// HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  'GET /%ff%fe%zz?api-version=2023-05-01 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  'PUT /msi/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 5\r\n\r\nabc\r\n',
  'BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: [::1\r\nConnection: close\r\n\r\n',
])('the raw request %j is refused without a 500', async (text) => {
  const reply = await raw(text);
  expect(reply).toMatch(/^HTTP\/1\.1 4\d\d /);
});

test('a client that goes away in the middle of its body leaves no trace but its line in the journal', async () => {
  const path = `/subscriptions/${emulator.subscriptionId}/resourceGroups/tests/providers/Microsoft.ContainerInstance/containerGroups/half?api-version=2023-05-01`;
  const head = `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nContent-Length: 1000\r\n\r\n{"loc`;
  const socket = connect(Number(new URL(emulator.arm).port), '127.0.0.1', () => {
    socket.write(head, () => socket.destroy());
  });
  await new Promise((resolve) => socket.once('close', resolve));
  expect((await emulator.arms('containerGroups/half')).status).toBe(404);
});

test('resource groups can be made, looked for, and deleted with all that is in them', async () => {
  const path = `/subscriptions/${emulator.subscriptionId}/resourcegroups/Other-Group`;
  const made = await emulator.arms(path, { method: 'PUT', body: '{"location":"East US"}' });
  const head = await emulator.arms(path, { method: 'HEAD' });
  const group = `${path}/providers/Microsoft.ContainerInstance/containerGroups/inside`;
  await emulator.arms(group, { method: 'PUT', body: JSON.stringify(body()) });
  const deleted = await emulator.arms(path, { method: 'DELETE' });
  const gone = await emulator.arms(path, { method: 'HEAD' });
  const all = z.object({ value: z.array(z.object({ name: z.string() })) });
  const { value } = all.parse(
    await (await emulator.arms(`/subscriptions/${emulator.subscriptionId}/resourceGroups`)).json(),
  );

  expect([made.status, head.status, deleted.status, gone.status]).toEqual([201, 204, 200, 404]);
  expect(value.map(({ name }) => name)).toEqual(['tests']);
  await expect(failure(emulator.arms(group))).resolves.toMatchObject({
    code: 'ResourceGroupNotFound',
  });
});

test('the usages of a location count its groups and their cores', async () => {
  const group = body({ containers: [container('a', { command: ['sleep', '600'] })] });
  await put('usage', { ...group, location: 'East US' });
  const usages = await Array.fromAsync(emulator.client.location.listUsage('eastus'));
  const byName = new Map(usages.map((usage) => [usage.name?.value, usage]));
  expect(byName.get('ContainerGroups')).toMatchObject({ currentValue: 1, limit: 100 });
  expect(byName.get('StandardCores')).toMatchObject({ currentValue: 1, limit: 100 });
  await emulator.arms('containerGroups/usage', { method: 'DELETE' });
});

test('log requests for what is not there are 404, and a wrong tail is 400', async () => {
  await put('logs', body({ containers: [container('main', { command: shell('echo x') })] }));
  const none = failure(emulator.arms('containerGroups/none/containers/main/logs'));
  const other = failure(emulator.arms('containerGroups/logs/containers/other/logs'));
  const tail = failure(emulator.arms('containerGroups/logs/containers/main/logs?tail=-1'));
  await expect(none).resolves.toMatchObject({ status: 404, code: 'ResourceNotFound' });
  await expect(other).resolves.toMatchObject({ status: 404, code: 'ContainerNotFound' });
  await expect(tail).resolves.toMatchObject({ status: 400 });
});

/** Sends bytes and gives all that comes back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(emulator.arm).port), '127.0.0.1', () => socket.end(text));
    let reply = '';
    socket.on('data', (chunk) => (reply += chunk.toString()));
    socket.on('close', () => {
      resolve(reply);
    });
    socket.on('error', reject);
  });
}
