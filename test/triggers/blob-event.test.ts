import { describe, expect, test } from '@jest/globals';
import { blobEvent } from '../../triggers/blob-event.ts';
import { account, World } from './support/world.ts';

interface Change {
  readonly url?: string;
  readonly eTag?: string;
  readonly contentLength?: number;
  readonly eventType?: string;
}

/** https://learn.microsoft.com/azure/event-grid/event-schema-blob-storage */
function eventOf(change: Change = {}) {
  const {
    url = `${account}/reviews/may/speeches.jsonl`,
    eTag = '0x8D1',
    contentLength = 12,
  } = change;
  return {
    topic: '/subscriptions/s/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/a',
    subject: '/blobServices/default/containers/reviews/blobs/may/speeches.jsonl',
    eventType: change.eventType ?? 'Microsoft.Storage.BlobCreated',
    id: 'e1',
    data: {
      api: 'PutBlob',
      eTag,
      contentType: 'text/plain',
      contentLength,
      blobType: 'BlockBlob',
      url,
    },
    dataVersion: '',
    metadataVersion: '1',
    eventTime: '2026-03-01T12:00:00Z',
  };
}

function worldWith(name = 'may/speeches.jsonl'): World {
  const world = new World();
  world.artifacts.put('reviews', name, 'text');
  return world;
}

const receive = (world: World, message: unknown): Promise<void> =>
  blobEvent(world, world.orchestrations, message, world.context);

describe('an event of a blob', () => {
  test.each([
    ['JSON text', JSON.stringify(eventOf())],
    ['JSON that the host has parsed', eventOf()],
    ['base64, as Event Grid sends it', Buffer.from(JSON.stringify(eventOf())).toString('base64')],
  ])('starts the workload of its rule on a snapshot: %s', async (_, message) => {
    const world = worldWith();
    await receive(world, message);
    const blobUrl = `${account}/reviews/may/speeches.jsonl?snapshot=0x8D1`;
    expect(world.started).toMatchObject([
      { name: 'analyzeSentiment', input: { input: { blobUrl } } },
    ]);
    const [job] = world.store.jobs.values();
    expect(job).toMatchObject({ trigger: 'blob', name: 'speeches.jsonl', workload: 'sentiment' });
  });

  test('delivered five times at once starts one job; a new version starts another', async () => {
    const world = worldWith();
    await Promise.all(Array.from({ length: 5 }, () => receive(world, eventOf())));
    expect(world.started).toHaveLength(1);
    await receive(world, eventOf({ eTag: '0x8D2' }));
    expect(world.started).toHaveLength(2);
  });

  test('of a version that has been replaced is dropped, and nothing is left of it', async () => {
    const world = new World();
    await receive(world, eventOf());
    await receive(world, eventOf());
    expect(world.started).toEqual([]);
    expect(world.store.jobs.size).toBe(0);
    expect(world.rejections).toEqual([]);
    expect(world.log.join()).toContain('replaced');
  });

  test('of an empty blob is rejected', async () => {
    const world = worldWith();
    const event = eventOf({ contentLength: 0 });
    await receive(world, event);
    expect(world.rejections).toEqual([
      { trigger: 'blob', reason: 'The blob is empty', errors: [], original: event },
    ]);
    expect(world.started).toEqual([]);
  });

  test.each([
    ['no rule takes', eventOf({ url: `${account}/reviews/picture.png` })],
    ['lies in another container', eventOf({ url: `${account}/results/j/a.jsonl` })],
    ['was deleted', eventOf({ eventType: 'Microsoft.Storage.BlobDeleted' })],
  ])('that %s is ignored', async (_, event) => {
    const world = worldWith();
    await receive(world, event);
    expect(world.started).toEqual([]);
    expect(world.rejections).toEqual([]);
  });

  test.each([
    ['is not JSON', 'hello', []],
    ['is no event', { a: 1 }, ['eventType', 'data']],
    ['has no ETag', { ...eventOf(), data: { url: `${account}/reviews/a.jsonl` } }, ['data.eTag']],
    ['is of another account', eventOf({ url: 'https://other.example/reviews/a.jsonl' }), []],
  ])('that %s is rejected with what is wrong', async (_, event, paths) => {
    const world = worldWith();
    await receive(world, event);
    expect(world.rejections).toMatchObject([
      { trigger: 'blob', errors: paths.map((path) => ({ path })), original: event },
    ]);
    expect(world.started).toEqual([]);
  });

  test('of a name with spaces and umlauts finds its blob', async () => {
    const url = `${account}/reviews/${encodeURIComponent('ü & 1')}.jsonl`;
    const world = new World();
    world.artifacts.blobs.set(url, 'text');
    await receive(world, eventOf({ url }));
    const [job] = world.store.jobs.values();
    expect(job?.name).toBe('ü & 1.jsonl');
  });
});
