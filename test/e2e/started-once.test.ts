import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { shellJob } from '../support/shell-job.ts';
import { eventually } from '../support/eventually.ts';
import { startTestStack, type TestStack } from './stack.ts';

let local: TestStack;
beforeAll(async () => {
  local = await startTestStack({ also: ['event-grid'] });
}, 60_000);
afterAll(() => local.stop());

const quickJob = { name: 'quick', ...shellJob('echo hello') };

test('a repeated Idempotency-Key gives the same job: while it runs, when it is over, and when its history is purged', async () => {
  const id = await local.api.post(quickJob, 'key-1');
  await expect(local.api.post(quickJob, 'key-1')).resolves.toBe(id);
  const job = await local.whenOver(id);
  await expect(local.api.post(quickJob, 'key-1')).resolves.toBe(id);
  const purged = await fetch(
    `${local.stack.ready['functions'] ?? ''}/runtime/webhooks/durabletask/instances/${id}?code=${local.stack.ready['systemKey'] ?? ''}`,
    { method: 'DELETE' },
  );
  await expect(purged.json()).resolves.toEqual({ instancesDeleted: 1 });
  await expect(local.api.post(quickJob, 'key-1')).resolves.toBe(id);
  await expect(local.api.get(id)).resolves.toEqual(job);
});

test('ten requests at once with one key start one job', async () => {
  const ids = await Promise.all(
    Array.from({ length: 10 }, () => local.api.post(quickJob, 'key-2')),
  );
  expect(new Set(ids).size).toBe(1);
});

test('without a key, each request is a job of its own', async () => {
  const first = await local.api.post(quickJob);
  await expect(local.api.post(quickJob)).resolves.not.toBe(first);
});

const blobJobs = async (): Promise<string[]> =>
  (await local.api.list()).filter(({ trigger }) => trigger === 'blob').map(({ id }) => id);

test('a BlobCreated event delivered five times starts one job; the same name with a new ETag starts another', async () => {
  const reviews = local.container('reviews').getBlockBlobClient('twice.jsonl');
  const text = '{"id":"a","text":"Good."}\n';
  // Seen in passing, before the app takes it: the real event, to be delivered again.
  await reviews.upload(text, text.length);
  const [first] = await eventually(async () => {
    const ids = await blobJobs();
    return ids.length > 0 ? ids : undefined;
  });
  const event = await announced(reviews.url);
  for (let delivery = 0; delivery < 4; delivery += 1) {
    await local.queue('blob-events').sendMessage(event);
  }
  await emptied('blob-events');
  await expect(blobJobs()).resolves.toEqual([first]);
  await reviews.upload(text, text.length);
  const both = await eventually(async () => {
    const ids = await blobJobs();
    return ids.length > 1 ? ids : undefined;
  });
  expect(both).toHaveLength(2);
  await Promise.all(both.map((id) => local.whenOver(id)));
}, 60_000);

/** A BlobCreated event of the blob's present version, as Event Grid puts it in a queue. */
async function announced(url: string): Promise<string> {
  const name = url.slice(url.lastIndexOf('/') + 1);
  const { etag, contentLength } = await local
    .container('reviews')
    .getBlobClient(name)
    .getProperties();
  const event = {
    topic: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a',
    subject: `/blobServices/default/containers/reviews/blobs/${name}`,
    eventType: 'Microsoft.Storage.BlobCreated',
    id: '831e1650-001e-001b-66ab-eeb76e069631',
    data: {
      api: 'PutBlob',
      requestId: '831e1650-001e-001b-66ab-eeb76e000000',
      eTag: (etag ?? '').replaceAll('"', ''),
      contentType: 'application/octet-stream',
      contentLength,
      blobType: 'BlockBlob',
      url,
      sequencer: '00000000000004420000000000028963',
      storageDiagnostics: { batchId: 'b68529f3-68cd-4744-baa4-3c0498ec19f0' },
    },
    dataVersion: '',
    metadataVersion: '1',
    eventTime: '2026-01-01T00:00:00.000Z',
  };
  return Buffer.from(JSON.stringify(event)).toString('base64');
}

/** Resolves when no message is waiting or being worked on. */
function emptied(queue: string): Promise<true> {
  return eventually(async () => {
    const { approximateMessagesCount } = await local.queue(queue).getProperties();
    return approximateMessagesCount === 0 ? true : undefined;
  });
}

test('an answer links only to our own API, and carries no key', async () => {
  const response = await local.request('POST', '/api/jobs', {
    body: JSON.stringify(quickJob),
    headers: { 'content-type': 'application/json' },
  });
  const text = await response.text();
  expect(text).not.toContain(local.stack.ready['functionKey']);
  expect(text).not.toContain('webhooks');
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(text));
  expect(response.headers.get('location')).toContain(`/api/jobs/${id}`);
});
