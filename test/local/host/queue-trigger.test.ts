import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Azurite, startAzurite } from './support/azurite.ts';
import { eventually } from './support/eventually.ts';
import { type HostProcess, makeApp, type TestApp } from './support/host-process.ts';

const source = `
const { existsSync } = require('node:fs');
const { setTimeout: wait } = require('node:timers/promises');
app.storageQueue('take', {
  queueName: '%TAKEN_QUEUE%',
  connection: 'TestStorage',
  handler: async (message, context) => {
    const { dequeueCount, id, insertionTime, queueTrigger } = context.triggerMetadata;
    note({ message, dequeueCount, id, insertionTime, queueTrigger });
    if (message.fail) throw new Error('it can not be done');
    if (message.hang) while (!existsSync(__dirname + '/go-on')) await wait(20);
    if (message.hang) note('went on');
  },
});
`;
const queues = { messageEncoding: 'none', maxDequeueCount: 2, maxPollingInterval: '00:00:00.200' };

let root: string;
let azurite: Azurite;
let service: QueueServiceClient;

beforeAll(async () => {
  root = await temporaryFolder('queues');
  azurite = await startAzurite(root);
  service = QueueServiceClient.fromConnectionString(azurite.connectionString);
});

afterAll(async () => {
  await azurite.stop();
  await rm(root, { recursive: true });
});

let folder: string;
let queueName: string;
let app: TestApp;
let hosts: HostProcess[];

beforeEach(async () => {
  folder = await temporaryFolder('queue');
  queueName = `taken-${path.basename(folder).replace(/\W/g, '').toLowerCase()}`;
  hosts = [];
  app = await makeApp(folder, source, { extensions: { queues } });
});

afterEach(async () => {
  for (const { child } of hosts) await child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

async function startHost(of: TestApp = app): Promise<HostProcess> {
  const host = await of.start({
    TAKEN_QUEUE: queueName,
    AzureWebJobsTestStorage: azurite.connectionString,
    NODE_EXTRA_CA_CERTS: azurite.certificates.caFile,
  });
  hosts.push(host);
  return host;
}

async function send(text: string): Promise<void> {
  const queue = service.getQueueClient(queueName);
  await queue.createIfNotExists();
  await queue.sendMessage(text);
}

const countOf = async (name: string): Promise<number> =>
  (await service.getQueueClient(name).getProperties()).approximateMessagesCount ?? 0;
const untilEmpty = () =>
  eventually(async () => ((await countOf(queueName)) === 0 ? true : undefined));
const notes = (atLeast: number) =>
  eventually(async () => {
    const seen = await app.notes();
    return seen.length >= atLeast ? seen : undefined;
  });
const poisoned = () =>
  eventually(async () => {
    const queue = service.getQueueClient(`${queueName}-poison`);
    const peeked = await queue.peekMessages().catch(() => undefined);
    return peeked?.peekedMessageItems[0]?.messageText;
  });

test('a message that is JSON reaches the function parsed, with its metadata, and is deleted', async () => {
  await startHost();
  await send('{"n":1}');
  const [seen] = await notes(1);
  expect(seen).toEqual({
    message: { n: 1 },
    dequeueCount: 1,
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    insertionTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
    queueTrigger: { n: 1 },
  });
  await untilEmpty();
  expect(await app.notes()).toHaveLength(1);
});

test('a message that is no JSON reaches the function as text', async () => {
  await startHost();
  await send('plain text');
  expect(await notes(1)).toMatchObject([{ message: 'plain text' }]);
});

test('a message that fails is tried maxDequeueCount times and then moved to the poison queue as it was', async () => {
  await startHost();
  await send('{"fail":true}');
  expect(await poisoned()).toBe('{"fail":true}');
  await untilEmpty();
  expect(await app.notes()).toMatchObject([{ dequeueCount: 1 }, { dequeueCount: 2 }]);
});

test('with messageEncoding base64 a message is decoded, and one that is not base64 becomes poison', async () => {
  app = await makeApp(path.join(folder), source, {
    extensions: { queues: { ...queues, messageEncoding: 'base64' } },
  });
  await startHost();
  await send(Buffer.from('{"n":2}').toString('base64'));
  await send('{"n":3}');
  expect(await poisoned()).toBe('{"n":3}');
  expect(await notes(1)).toMatchObject([{ message: { n: 2 } }]);
});

test('after kill -9 in the middle of a function its message comes back at the next start', async () => {
  const host = await startHost();
  await send('{"hang":true}');
  await notes(1);
  await host.child.kill('SIGKILL');
  await writeFile(path.join(app.folder, 'go-on'), '');
  await startHost();
  expect(await notes(3)).toEqual([
    expect.objectContaining({ dequeueCount: 1 }),
    expect.objectContaining({ dequeueCount: 2 }),
    'went on',
  ]);
  await untilEmpty();
});

test('a host that is told to stop lets the function come to its end and deletes the message', async () => {
  const host = await startHost();
  await send('{"hang":true}');
  await notes(1);
  const ended = host.child.kill('SIGTERM');
  await writeFile(path.join(app.folder, 'go-on'), '');
  await ended;
  expect(await app.notes()).toHaveLength(2);
  expect(await countOf(queueName)).toBe(0);
});

test('a connection that is not set stops the start with one line that names function and setting', async () => {
  const { code, output } = await app.fail({ TAKEN_QUEUE: queueName });
  expect(code).toBe(1);
  expect(output).toMatch(/^host: function take: .*TestStorage is not set.*$/m);
});

test('a setting of the queue name that is not set stops the start with one line that names it', async () => {
  const { code, output } = await app.fail({ TestStorage: azurite.connectionString });
  expect(code).toBe(1);
  expect(output).toMatch(/^host: function take needs the app setting TAKEN_QUEUE.*$/m);
});
