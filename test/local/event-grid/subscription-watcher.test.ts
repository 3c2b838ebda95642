import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { EventStore } from '../../../local/event-grid/event-store.ts';
import { connectStorage, type StorageClients } from '../../../local/event-grid/storage-clients.ts';
import { SubscriptionWatcher } from '../../../local/event-grid/subscription-watcher.ts';
import { VirtualClock } from '../../../local/support/clock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Azurite, startAzurite } from '../host/support/azurite.ts';

let folder: string;
let azurite: Azurite;
let storage: StorageClients;

beforeAll(async () => {
  folder = await temporaryFolder('watcher');
  azurite = await startAzurite(folder);
  storage = connectStorage({ Storage: azurite.connectionString }, 'Storage');
});

afterAll(async () => {
  await azurite.stop();
  await rm(folder, { recursive: true });
});

/** What a process does that is killed right after an event was put. */
class DyingStore extends EventStore {
  override remember(): void {
    throw new Error('killed');
  }
}

const subscription = {
  name: 'all',
  subjectBeginsWith: '',
  subjectEndsWith: '',
  queue: 'twice',
};

function watcher(store: EventStore): SubscriptionWatcher {
  const log = pino({ level: 'silent' });
  return new SubscriptionWatcher({
    subscription,
    topic: '/topic',
    storage,
    store,
    clock: new VirtualClock(),
    log,
  });
}

test('a kill between putting and remembering puts the same event twice, and loses none', async () => {
  const file = path.join(folder, 'events.sqlite');
  const queue = storage.queues.getQueueClient(subscription.queue);
  const container = storage.blobs.getContainerClient('any');
  await Promise.all([queue.create(), container.create()]);
  const dying = new DyingStore(file);
  await watcher(dying).look();
  await container.getBlockBlobClient('a').upload('a', 1);
  await expect(watcher(dying).look()).rejects.toThrow('killed');
  dying.close();

  const store = new EventStore(file);
  const next = watcher(store);
  await next.look();
  await next.look();
  store.close();
  const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
  expect(receivedMessageItems).toHaveLength(2);
  expect(new Set(receivedMessageItems.map(({ messageText }) => messageText)).size).toBe(1);
});
