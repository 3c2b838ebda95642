import { BlobServiceClient, type BlockBlobClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AzureArtifacts } from '../../clients/azure/artifacts.ts';
import { AzureJobStore } from '../../clients/azure/job-store.ts';
import type { TriggerDeps } from '../../triggers/deps.ts';
import { blobEvent } from '../../triggers/blob-event.ts';
import { postJob } from '../../triggers/http-post-job.ts';
import { storageCredential } from '../contract/support/credential.ts';
import { type RunningService, startStorage } from '../contract/support/local-service.ts';
import { jsonOf, requestOf, World } from './support/world.ts';

let storage: RunningService;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

/** Triggers over the real clients of table and blob. */
function worldOnStorage() {
  const blobServiceUrl = storage.ready['blob'] ?? '';
  const world = new World();
  const deps: TriggerDeps = {
    groups: world.groups,
    rejected: world.rejected,
    now: () => new Date(),
    artifacts: new AzureArtifacts(blobServiceUrl, storageCredential),
    store: new AzureJobStore({
      tableServiceUrl: storage.ready['table'] ?? '',
      credential: storageCredential,
      idempotencyDays: 7,
    }),
    settings: { ...world.settings, blobServiceUrl },
  };
  return { world, deps };
}

async function upload(
  name: string,
  text: string,
): Promise<{ blob: BlockBlobClient; event: object }> {
  const connection = storage.ready['storageConnectionString'] ?? '';
  const reviews = BlobServiceClient.fromConnectionString(connection).getContainerClient('reviews');
  const blob = reviews.getBlockBlobClient(name);
  const { etag = '' } = await blob.upload(text, Buffer.byteLength(text));
  const data = { url: blob.url, eTag: etag.replaceAll('"', ''), contentLength: text.length };
  return { blob, event: { eventType: 'Microsoft.Storage.BlobCreated', data } };
}

describe('triggers on real tables and blobs', () => {
  test('five deliveries of one event at once are one job; the next version is another', async () => {
    const { world, deps } = worldOnStorage();
    const deliver = (event: object) => blobEvent(deps, world.orchestrations, event, world.context);
    const { event } = await upload('five.jsonl', 'first');
    await Promise.all([1, 2, 3, 4, 5].map(() => deliver(event)));
    await deliver(event);
    expect(world.started).toHaveLength(1);
    const next = await upload('five.jsonl', 'second');
    await deliver(next.event);
    await deliver(event);
    expect(world.started).toHaveLength(2);
  });

  test('the event of a version that was replaced is dropped; that of its successor is not', async () => {
    const { world, deps } = worldOnStorage();
    const old = await upload('replaced.jsonl', 'first');
    const next = await upload('replaced.jsonl', 'second');
    await blobEvent(deps, world.orchestrations, old.event, world.context);
    expect(world.started).toEqual([]);
    await blobEvent(deps, world.orchestrations, next.event, world.context);
    expect(world.started).toHaveLength(1);
  });

  test('of twenty posts with one key at the same time all are told the same job', async () => {
    const { world, deps } = worldOnStorage();
    const post = () =>
      postJob(
        deps,
        world.orchestrations,
        requestOf({
          method: 'POST',
          headers: { 'Idempotency-Key': 'twenty' },
          body: '{"workload":"render"}',
        }),
      );
    const replies = await Promise.all(Array.from({ length: 20 }, post));
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(202));
    expect(new Set(replies.map((reply) => JSON.stringify(jsonOf(reply)))).size).toBe(1);
    expect(world.started).toHaveLength(1);
  });
});
