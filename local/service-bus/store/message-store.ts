import type { MessageFacts, MessageState, StoredMessage } from '../message/stored-message.ts';

/** A queue or a dead-letter queue in the store. */
export type QueueKey = number;

export type Change =
  | { readonly kind: 'insert'; readonly queue: QueueKey; readonly message: StoredMessage }
  | { readonly kind: 'remove'; readonly queue: QueueKey; readonly sequence: number }
  | {
      readonly kind: 'settle';
      readonly queue: QueueKey;
      readonly sequence: number;
      readonly state: MessageState;
      readonly deliveryCount: number;
      /** Undefined: as it was. */
      readonly content?: Buffer | undefined;
    }
  | {
      readonly kind: 'dead-letter';
      readonly queue: QueueKey;
      readonly to: QueueKey;
      readonly sequence: number;
      readonly deliveryCount: number;
      readonly content: Buffer;
    }
  /** A scheduled message comes into the queue, with a new number. */
  | {
      readonly kind: 'activate';
      readonly queue: QueueKey;
      readonly sequence: number;
      readonly newSequence: number;
      readonly enqueuedAt: number;
    };

/** Keeps messages for good. */
export interface MessageStore {
  /** The key of a queue and the last sequence number that it has given, also to messages that are gone. */
  openQueue(name: string): { readonly key: QueueKey; readonly lastSequence: number };
  /** All that a queue holds, in the order of sequence numbers. */
  facts(queue: QueueKey): Iterable<MessageFacts>;
  read(queue: QueueKey, sequence: number): StoredMessage | undefined;
  /** Messages from a sequence number on, in order. */
  list(queue: QueueKey, from: number, count: number): StoredMessage[];
  /** Makes all changes or none; when it returns they survive the end of the process. */
  commit(changes: readonly Change[]): void;
  close(): void;
}
