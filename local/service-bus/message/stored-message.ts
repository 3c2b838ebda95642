export type MessageState = 'active' | 'deferred' | 'scheduled';

/** What of a message decides what happens with it. Times are milliseconds since 1970. */
export interface MessageFacts {
  readonly sequence: number;
  readonly state: MessageState;
  /** Failed deliveries so far. */
  readonly deliveryCount: number;
  /** Undefined: never. */
  readonly expiresAt: number | undefined;
  /** When it was, or will be, put into the queue; undefined when it was never scheduled. */
  readonly dueAt: number | undefined;
}

export interface StoredMessage extends MessageFacts {
  /** The number it had when it was sent. */
  readonly enqueuedSequence: number;
  readonly enqueuedAt: number;
  /** Encoded list, without the delivery count. */
  readonly header: Buffer;
  /** Encoded map: the sender's. */
  readonly annotations: Buffer;
  readonly content: Buffer;
}
