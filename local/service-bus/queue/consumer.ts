import type { Lock } from '../message/encode-delivery.ts';
import type { StoredMessage } from '../message/stored-message.ts';

/** Who takes messages of a queue as they come. */
export interface Consumer {
  readonly mode: 'peek-lock' | 'receive-and-delete';
  /** For how many more messages it has asked, those on their way taken off. */
  credit(): number;
  /** In receive-and-delete mode a place is taken for a message before it is deleted; `deliver` follows. */
  expect(): void;
  deliver(message: StoredMessage, lock?: Lock): void;
}
