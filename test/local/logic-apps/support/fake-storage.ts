import { StorageRefusal } from '../../../../local/logic-apps/connectors/storage-refusal.ts';
import type {
  BlobItem,
  BlobPlace,
  BlobStore,
  Signature,
} from '../../../../local/logic-apps/connectors/azureblob/blob-store.ts';
import type {
  QueueMessage,
  QueueStore,
} from '../../../../local/logic-apps/connectors/azurequeues/queue-store.ts';
import type { Clock } from '../../../../local/support/clock.ts';

/** Blobs in memory, by `container/name`. */
export class FakeBlobs implements BlobStore {
  readonly accountName = 'account';
  readonly blobs = new Map<string, { readonly item: BlobItem; readonly bytes: Uint8Array }>();
  private versions = 0;
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  put(path: string, text: string, contentType = 'text/plain'): void {
    this.versions += 1;
    const bytes = Buffer.from(text);
    const item = {
      name: path.slice(path.indexOf('/') + 1),
      lastModified: this.clock.now(),
      size: bytes.length,
      contentType,
      etag: `"${this.versions}"`,
    };
    this.blobs.set(path, { item, bytes });
  }

  text(path: string): string | undefined {
    const blob = this.blobs.get(path);
    return blob && Buffer.from(blob.bytes).toString('utf8');
  }

  list(container: string, folder: string): Promise<readonly BlobItem[]> {
    const begin = `${container}/${folder}`;
    const found = [...this.blobs].filter(
      ([path]) => path.startsWith(begin) && !path.slice(begin.length).includes('/'),
    );
    return Promise.resolve(found.map(([, { item }]) => item));
  }

  async properties(place: BlobPlace): Promise<BlobItem> {
    return (await this.read(place)).item;
  }

  read({ container, name }: BlobPlace) {
    const blob = this.blobs.get(`${container}/${name}`);
    return blob
      ? Promise.resolve(blob)
      : Promise.reject(new StorageRefusal(404, 'The specified blob does not exist.'));
  }

  write({ container, name }: BlobPlace, content: { bytes: Uint8Array; type: string }) {
    this.put(`${container}/${name}`, Buffer.from(content.bytes).toString('utf8'), content.type);
    return Promise.resolve();
  }

  delete({ container, name }: BlobPlace): Promise<void> {
    this.blobs.delete(`${container}/${name}`);
    return Promise.resolve();
  }

  sign({ place, permissions, expiresOn }: Signature): Promise<string> {
    const end = expiresOn ?? new Date(this.clock.now().getTime() + 24 * 3_600_000);
    const path = [place.container, place.name].filter(Boolean).join('/');
    const query = `sv=1&sp=${permissions}&se=${encodeURIComponent(end.toISOString())}&sig=canary`;
    return Promise.resolve(`https://account.blob.invalid/${path}?${query}`);
  }
}

interface Queued extends QueueMessage {
  readonly visibleAt: number;
}

/** Queues in memory, with pop receipts that die when somebody else takes the message. */
export class FakeQueues implements QueueStore {
  readonly accountName = 'account';
  readonly queues = new Map<string, Queued[]>();
  private receipts = 0;
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  texts(queue: string): string[] {
    return (this.queues.get(queue) ?? []).map(({ MessageText }) => MessageText);
  }

  put(queue: string, text: string): Promise<void> {
    const now = this.clock.now();
    const messages = this.queues.get(queue) ?? [];
    messages.push({
      MessageId: `id-${messages.length + 1}`,
      InsertionTime: now.toUTCString(),
      ExpirationTime: new Date(now.getTime() + 7 * 86_400_000).toUTCString(),
      PopReceipt: '',
      TimeNextVisible: now.toUTCString(),
      MessageText: text,
      visibleAt: now.getTime(),
    });
    this.queues.set(queue, messages);
    return Promise.resolve();
  }

  receive(
    queue: string,
    { count, visibilitySeconds = 30 }: { count: number; visibilitySeconds: number | undefined },
  ): Promise<readonly QueueMessage[]> {
    const now = this.clock.now().getTime();
    const until = now + visibilitySeconds * 1000;
    const messages = this.queues.get(queue) ?? [];
    const taken = messages.filter(({ visibleAt }) => visibleAt <= now).slice(0, count);
    const hidden = taken.map((message) => ({
      ...message,
      PopReceipt: `receipt/+${(this.receipts += 1)}`,
      TimeNextVisible: new Date(until).toUTCString(),
      visibleAt: until,
    }));
    const byId = new Map(hidden.map((message) => [message.MessageId, message]));
    this.queues.set(
      queue,
      messages.map((message) => byId.get(message.MessageId) ?? message),
    );
    return Promise.resolve(hidden);
  }

  delete(queue: string, messageId: string, popReceipt: string): Promise<void> {
    const messages = this.queues.get(queue) ?? [];
    const message = messages.find(({ MessageId }) => MessageId === messageId);
    if (message?.PopReceipt !== popReceipt) {
      return Promise.reject(new StorageRefusal(404, 'The specified message does not exist.'));
    }
    this.queues.set(
      queue,
      messages.filter((each) => each !== message),
    );
    return Promise.resolve();
  }
}
