import {
  type PropertyChanges,
  setApplicationProperties,
} from '../message/application-properties.ts';
import type { MessageFacts, MessageState, StoredMessage } from '../message/stored-message.ts';
import type { GroupCommit } from '../store/group-commit.ts';
import type { MessageStore, QueueKey } from '../store/message-store.ts';

export interface QueueStorageOptions {
  readonly name: string;
  readonly store: MessageStore;
  readonly commits: GroupCommit;
}

interface Kept {
  readonly state: MessageState;
  readonly deliveryCount: number;
  readonly properties?: PropertyChanges | undefined;
}

/** The messages of one queue in the store. What writes resolves when it is written for good. */
export class QueueStorage {
  private readonly options: QueueStorageOptions;
  private readonly key: QueueKey;
  private lastSequence: number;

  constructor(options: QueueStorageOptions) {
    this.options = options;
    const { key, lastSequence } = options.store.openQueue(options.name.toLowerCase());
    this.key = key;
    this.lastSequence = lastSequence;
  }

  nextSequence(): number {
    this.lastSequence += 1;
    return this.lastSequence;
  }

  facts(): Iterable<MessageFacts> {
    return this.options.store.facts(this.key);
  }

  read({ sequence }: MessageFacts): StoredMessage {
    const message = this.options.store.read(this.key, sequence);
    if (!message) throw new Error(`Message ${sequence} of ${this.options.name} is not stored.`);
    return message;
  }

  list(from: number, count: number): StoredMessage[] {
    return this.options.store.list(this.key, from, count);
  }

  insert(messages: readonly StoredMessage[]): Promise<void> {
    const { key: queue } = this;
    return this.options.commits.write(
      messages.map((message) => ({ kind: 'insert', queue, message })),
    );
  }

  remove(messages: readonly MessageFacts[]): Promise<void> {
    const { key: queue } = this;
    return this.options.commits.write(
      messages.map(({ sequence }) => ({ kind: 'remove', queue, sequence })),
    );
  }

  keep(message: MessageFacts, { state, deliveryCount, properties }: Kept): Promise<void> {
    const { key: queue } = this;
    const content = properties && this.changedContent(message, properties);
    const { sequence } = message;
    return this.options.commits.write([
      { kind: 'settle', queue, sequence, state, deliveryCount, content },
    ]);
  }

  moveTo(
    target: QueueStorage,
    message: MessageFacts,
    { deliveryCount, properties }: { deliveryCount: number; properties: PropertyChanges },
  ): Promise<void> {
    const { key: queue } = this;
    const content = this.changedContent(message, properties);
    const { sequence } = message;
    return this.options.commits.write([
      { kind: 'dead-letter', queue, to: target.key, sequence, deliveryCount, content },
    ]);
  }

  activate({ sequence }: MessageFacts, newSequence: number, enqueuedAt: number): Promise<void> {
    const { key: queue } = this;
    return this.options.commits.write([
      { kind: 'activate', queue, sequence, newSequence, enqueuedAt },
    ]);
  }

  private changedContent(message: MessageFacts, properties: PropertyChanges): Buffer {
    return setApplicationProperties(this.read(message).content, properties);
  }
}
