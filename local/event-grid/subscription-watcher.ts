import type { Logger } from 'pino';
import type { Clock } from '../support/clock.ts';
import { blobCreated, type ListedBlob } from './blob-created.ts';
import type { EventStore, SeenBlob } from './event-store.ts';
import { listWantedBlobs } from './list-blobs.ts';
import type { StorageClients } from './storage-clients.ts';
import type { EventSubscription } from './subscription.ts';

interface WatcherOptions {
  readonly subscription: EventSubscription;
  readonly topic: string;
  readonly storage: StorageClients;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Finds what has changed since the last look, and puts an event for it on the subscription's queue. */
export class SubscriptionWatcher {
  private readonly options: WatcherOptions;
  private announced: Map<string, SeenBlob> | undefined;

  constructor(options: WatcherOptions) {
    this.options = options;
  }

  /** Rejects when the storage does not answer; what was not announced then is announced by a later look. */
  async look(): Promise<void> {
    const { subscription, storage, store } = this.options;
    const blobs = await listWantedBlobs(storage.blobs, subscription);
    if (!store.hasSeen(subscription)) {
      const existing = new Map(
        [...blobs].map(([subject, { eTag }]) => [subject, { eTag, version: 0 }]),
      );
      store.begin(subscription, existing);
    }
    this.announced ??= store.known(subscription);
    const announced = this.announced;
    const changed = [...blobs].filter(([subject, blob]) =>
      isNews(announced.get(subject)?.eTag, blob),
    );
    changed.sort(([, a], [, b]) => a.lastModified.getTime() - b.lastModified.getTime());
    for (const [subject, blob] of changed) await this.announce(subject, blob, announced);
    for (const subject of announced.keys()) {
      if (blobs.has(subject)) continue;
      store.forget(subscription, subject);
      announced.delete(subject);
    }
  }

  /** Put first, remembered then: a process that is killed in between puts it twice, and never loses it. */
  private async announce(
    subject: string,
    blob: ListedBlob,
    announced: Map<string, SeenBlob>,
  ): Promise<void> {
    const { subscription, topic, storage, store, clock, log } = this.options;
    const { queue } = subscription;
    const version = (announced.get(subject)?.version ?? 0) + 1;
    const event = blobCreated(topic, blob, version);
    const text = JSON.stringify(event);
    await putEvent(storage, queue, text);
    const seen = { eTag: blob.eTag, version };
    const delivery = { eventId: event.id, queue, event: text, deliveredAt: clock.now() };
    store.remember(subscription, subject, seen, delivery);
    announced.set(subject, seen);
    log.info({ eventId: event.id, subject, queue }, 'BlobCreated');
  }
}

/** Appending to a blob that is known is no BlobCreated on Azure. */
function isNews(knownETag: string | undefined, { eTag, blobType }: ListedBlob): boolean {
  return knownETag === undefined || (knownETag !== eTag && blobType === 'BlockBlob');
}

/** Event Grid writes base64: https://learn.microsoft.com/azure/event-grid/handler-storage-queues */
export async function putEvent(
  { queues }: StorageClients,
  queue: string,
  json: string,
): Promise<void> {
  await queues.getQueueClient(queue).sendMessage(Buffer.from(json).toString('base64'));
}
