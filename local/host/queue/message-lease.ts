import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import type { Logger } from 'pino';
import type { Clock } from '../../support/clock.ts';
import type { LeaseStore } from './lease-store.ts';

export interface LeaseOptions {
  readonly queue: QueueClient;
  readonly store: LeaseStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** For how long a message is hidden from others; renewed when half of it is over. */
  readonly visibilityMs: number;
}

/** Hides one message from others while its function runs, however long that takes. */
export class MessageLease {
  private readonly options: LeaseOptions;
  private readonly messageId: string;
  private popReceipt: string;
  private cancelRenewal: () => void = () => undefined;
  private renewal: Promise<void> = Promise.resolve();
  private isOver = false;

  constructor(message: DequeuedMessageItem, options: LeaseOptions) {
    this.options = options;
    this.messageId = message.messageId;
    this.popReceipt = message.popReceipt;
    options.store.keep(message);
    this.scheduleRenewal();
  }

  /** Takes the message out of the queue for good. */
  async delete(): Promise<void> {
    await this.end();
    await this.options.queue.deleteMessage(this.messageId, this.popReceipt);
    this.options.store.forget(this.messageId);
  }

  /** Shows the message to everybody again after `delayMs`. */
  async release(delayMs: number): Promise<void> {
    await this.end();
    await this.hideFor(delayMs);
    this.options.store.forget(this.messageId);
  }

  private async end(): Promise<void> {
    this.isOver = true;
    this.cancelRenewal();
    await this.renewal;
  }

  private scheduleRenewal(): void {
    const { clock, visibilityMs } = this.options;
    const when = new Date(clock.now().getTime() + visibilityMs / 2);
    this.cancelRenewal = clock.callAt(when, () => {
      this.renewal = this.renew();
    });
  }

  private async renew(): Promise<void> {
    const { visibilityMs, store, log, clock } = this.options;
    const done = clock.hold();
    try {
      await this.hideFor(visibilityMs);
      store.keep({ messageId: this.messageId, popReceipt: this.popReceipt });
    } catch (error) {
      log.warn({ messageId: this.messageId, err: error }, 'a message could not be kept hidden');
    } finally {
      done();
    }
    if (!this.isOver) this.scheduleRenewal();
  }

  private async hideFor(ms: number): Promise<void> {
    const seconds = Math.ceil(ms / 1000);
    const updated = await this.options.queue.updateMessage(
      this.messageId,
      this.popReceipt,
      undefined,
      seconds,
    );
    this.popReceipt = updated.popReceipt ?? this.popReceipt;
  }
}
