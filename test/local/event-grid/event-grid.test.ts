import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type Azurite, startAzurite } from '../host/support/azurite.ts';
import { type Child, spawnNode } from '../host/support/child.ts';
import { eventually } from '../host/support/eventually.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const Event = z.looseObject({
  id: z.string(),
  subject: z.string(),
  data: z.looseObject({ url: z.string(), eTag: z.string(), sequencer: z.string() }),
});
type Event = z.infer<typeof Event>;

let root: string;
let azurite: Azurite;
let blobs: BlobServiceClient;
let queues: QueueServiceClient;
let tests = 0;

beforeAll(async () => {
  root = await temporaryFolder('event-grid');
  azurite = await startAzurite(root);
  blobs = BlobServiceClient.fromConnectionString(azurite.connectionString);
  queues = QueueServiceClient.fromConnectionString(azurite.connectionString);
});

afterAll(async () => {
  await azurite.stop();
  await rm(root, { recursive: true });
});

let folder: string;
let container: ContainerClient;
let queue: QueueClient;
let child: Child | undefined;

beforeEach(async () => {
  tests += 1;
  folder = path.join(root, `data-${String(tests)}`);
  container = blobs.getContainerClient(`reviews-${String(tests)}`);
  queue = queues.getQueueClient(`events-${String(tests)}`);
  await Promise.all([container.create(), queue.create()]);
});

afterEach(async () => {
  await child?.kill('SIGKILL');
});

/** Starts it on this test's container, for names that end in .txt; gives its admin URL. */
async function start(subscription: Record<string, string> = {}): Promise<string> {
  const file = path.join(root, `subscriptions-${String(tests)}.json`);
  const subjectBeginsWith = `/blobServices/default/containers/${container.containerName}/`;
  const wanted = { name: 'reviews', subjectBeginsWith, subjectEndsWith: '.txt', queue: queue.name };
  await writeFile(file, JSON.stringify([{ ...wanted, ...subscription }]));
  child = spawnNode(
    ['local/event-grid/main.ts', '--data', folder, '--port', '0', '--subscriptions', file],
    {
      AzureWebJobsStorage: azurite.connectionString,
      NODE_EXTRA_CA_CERTS: azurite.certificates.caFile,
    },
  );
  const [, json = ''] = await child.printed(/^READY (.*)$/m);
  return z.object({ eventGrid: z.url() }).parse(JSON.parse(json)).eventGrid;
}

const upload = (name: string, text = 'text') =>
  container
    .getBlockBlobClient(name)
    .upload(text, text.length, { blobHTTPHeaders: { blobContentType: 'text/plain' } });

/** Takes the next `count` events from the queue. */
async function events(count: number): Promise<Event[]> {
  const taken: Event[] = [];
  await eventually(async () => {
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
    for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
      taken.push(Event.parse(JSON.parse(Buffer.from(messageText, 'base64').toString('utf8'))));
      await queue.deleteMessage(messageId, popReceipt);
    }
    return taken.length >= count ? true : undefined;
  });
  return taken;
}

describe('an upload', () => {
  test('is announced once, in the schema of Event Grid, as base64', async () => {
    await start();
    const { etag = '' } = await upload('a b.txt', 'hello');
    const [event] = await events(1);
    expect(event).toEqual({
      topic: expect.stringMatching(
        /providers\/Microsoft.Storage\/storageAccounts\/devstoreaccount1$/,
      ),
      subject: `/blobServices/default/containers/${container.containerName}/blobs/a b.txt`,
      eventType: 'Microsoft.Storage.BlobCreated',
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      data: {
        api: 'PutBlob',
        clientRequestId: expect.any(String),
        requestId: expect.any(String),
        eTag: etag.replaceAll('"', ''),
        contentType: 'text/plain',
        contentLength: 5,
        blobType: 'BlockBlob',
        accessTier: 'Default',
        url: container.getBlobClient('a b.txt').url,
        sequencer: expect.stringMatching(/^[0-9a-f]{48}$/),
        storageDiagnostics: { batchId: expect.any(String) },
      },
      dataVersion: '',
      metadataVersion: '1',
      eventTime: expect.stringMatching(/Z$/),
    });
  });

  test('in blocks is announced when it is committed, and not before', async () => {
    await start();
    const blob = container.getBlockBlobClient('blocks.txt');
    const block = Buffer.from('block-1').toString('base64');
    await blob.stageBlock(block, 'text', 4);
    await upload('marker.txt');
    expect((await events(1)).map(({ subject }) => path.basename(subject))).toEqual(['marker.txt']);
    await blob.commitBlockList([block]);
    expect(await events(1)).toMatchObject([{ data: { api: 'PutBlockList', contentLength: 4 } }]);
  });

  test('over an older version is announced again, with an id and a sequencer of its own', async () => {
    await start();
    await upload('same.txt', 'one');
    const [first] = await events(1);
    await upload('same.txt', 'two');
    const [second] = await events(1);
    expect(second?.id).not.toBe(first?.id);
    expect((second?.data.sequencer ?? '') > (first?.data.sequencer ?? '')).toBe(true);
  });

  test('that the filter does not want is not announced', async () => {
    await start();
    await upload('picture.png');
    await upload('wanted.txt');
    expect((await events(1)).map(({ subject }) => path.basename(subject))).toEqual(['wanted.txt']);
  });

  test('into a container that comes to be later is announced', async () => {
    const prefix = `later-${String(tests)}-`;
    await start({ subjectBeginsWith: `/blobServices/default/containers/${prefix}` });
    container = blobs.getContainerClient(`${prefix}one`);
    await container.create();
    await upload('first.txt');
    expect(await events(1)).toHaveLength(1);
  });
});

describe('what was there before', () => {
  test('a subscription begins with what comes after it', async () => {
    await upload('old.txt');
    await start();
    await upload('new.txt');
    expect((await events(1)).map(({ subject }) => path.basename(subject))).toEqual(['new.txt']);
  });

  test('uploads while it was killed are announced at its next start, and nothing twice', async () => {
    await start();
    await upload('before.txt');
    await events(1);
    await child?.kill('SIGKILL');
    await upload('meanwhile.txt');
    await start();
    await upload('after.txt');
    const names = (await events(2)).map(({ subject }) => path.basename(subject));
    expect(names.sort()).toEqual(['after.txt', 'meanwhile.txt']);
  });
});

describe('an event that can not be put', () => {
  test('is put when its queue is there', async () => {
    await queue.delete();
    await start();
    await upload('patient.txt');
    await child?.printed(/could not look or announce/);
    await queue.create();
    expect(await events(1)).toHaveLength(1);
  });
});

describe('/admin', () => {
  const post = (url: string, body: unknown): Promise<Response> =>
    fetch(url, { method: 'POST', body: JSON.stringify(body) });

  test('an event is delivered again on demand, as it was', async () => {
    const url = await start();
    await upload('again.txt');
    const [event] = await events(1);
    expect((await post(`${url}/admin/redeliver`, { eventId: event?.id })).status).toBe(200);
    expect(await events(1)).toEqual([event]);
  });

  test('what can not be redelivered is refused', async () => {
    const url = await start();
    expect((await post(`${url}/admin/redeliver`, { eventId: 'unknown' })).status).toBe(404);
    expect((await post(`${url}/admin/redeliver`, {})).status).toBe(400);
  });

  test('the clock can be moved', async () => {
    const url = await start();
    expect((await post(`${url}/admin/clock`, { advanceSeconds: 60 })).status).toBe(204);
    expect((await post(`${url}/admin/clock`, { advanceSeconds: 'x' })).status).toBe(400);
  });
});

describe('a wrong setting', () => {
  test('stops the start with one line that names it', async () => {
    const file = path.join(root, 'wrong.json');
    await writeFile(file, '[{"name":"a","queue":"q"},{"name":"b","queue":"queue","colour":1}]');
    const environment = { AzureWebJobsStorage: azurite.connectionString };
    const args = ['local/event-grid/main.ts', '--data', folder, '--port', '0'];
    const wrong = spawnNode([...args, '--subscriptions', file], environment);
    expect(await wrong.ended).toBe(1);
    expect(wrong.output()).toMatch(/^event-grid: .*0\.queue: .*; 1: .*colour.*$/m);
    const unset = spawnNode(args, { AzureWebJobsStorage: '' });
    expect(await unset.ended).toBe(1);
    expect(unset.output()).toMatch(/^event-grid: no storage to watch: set AzureWebJobsStorage/m);
  });
});
