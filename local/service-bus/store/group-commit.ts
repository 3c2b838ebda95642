import { BrokerError } from '../broker-error.ts';
import type { Clock } from '../../support/clock.ts';
import type { Change, MessageStore } from './message-store.ts';

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Writes all that has been asked for in one turn of the event loop in one transaction. */
export class GroupCommit {
  private readonly store: Pick<MessageStore, 'commit'>;
  private readonly clock: Clock;
  private readonly onFailure: (error: Error) => void;
  private changes: Change[] = [];
  private waiting: Waiting[] = [];

  /** A broker whose store can not be written to has to end: `onFailure` is told. */
  constructor({
    store,
    clock,
    onFailure,
  }: {
    readonly store: Pick<MessageStore, 'commit'>;
    readonly clock: Clock;
    readonly onFailure: (error: Error) => void;
  }) {
    this.store = store;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  /** Resolves when the changes survive the end of the process. */
  write(changes: readonly Change[]): Promise<void> {
    if (this.waiting.length === 0) {
      const done = this.clock.hold();
      setImmediate(() => {
        this.flush();
        done();
      });
    }
    this.changes.push(...changes);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
    });
  }

  /** Writes what is waiting now. */
  flush(): void {
    const { changes, waiting } = this;
    this.changes = [];
    this.waiting = [];
    if (waiting.length === 0) return;
    try {
      this.store.commit(changes);
      for (const { resolve } of waiting) resolve();
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      for (const { reject } of waiting)
        reject(BrokerError.internal(`The store can not be written to: ${failure.message}`));
      this.onFailure(failure);
    }
  }
}
