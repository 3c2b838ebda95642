import {
  isServiceBusError,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
} from '@azure/service-bus';
import type { Logger } from 'pino';
import type { Clock } from '../../support/clock.ts';

interface RenewalOptions {
  readonly receiver: Pick<ServiceBusReceiver, 'renewMessageLock'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** maxAutoLockRenewalDuration of host.json. */
  readonly maxMs: number;
}

/** The clocks of broker and host may differ, so that the end of a lock is only a hint of how long it is. */
const shortestWaitMs = 1_000;
const longestWaitMs = 20_000;

/** Keeps a message locked while its function runs, for `maxMs` at most. */
export class LockRenewal {
  private readonly options: RenewalOptions;
  private readonly message: ServiceBusReceivedMessage;
  /** Counted in waits, so that a clock that is moved by hours costs no lock. */
  private leftMs: number;
  private cancel: () => void = () => undefined;
  private renewal: Promise<void> = Promise.resolve();
  private isOver = false;

  constructor(message: ServiceBusReceivedMessage, options: RenewalOptions) {
    this.message = message;
    this.options = options;
    this.leftMs = options.maxMs;
    this.schedule();
  }

  /** Resolves when no renewal is under way any more. */
  async end(): Promise<void> {
    this.isOver = true;
    this.cancel();
    await this.renewal;
  }

  private schedule(): void {
    const { clock } = this.options;
    const now = clock.now().getTime();
    const lockedMs = (this.message.lockedUntilUtc?.getTime() ?? now) - now;
    const waitMs = Math.min(Math.max(lockedMs / 2, shortestWaitMs), longestWaitMs);
    if (waitMs > this.leftMs) return;
    this.leftMs -= waitMs;
    this.cancel = clock.callAt(new Date(now + waitMs), () => {
      this.renewal = this.renew();
    });
  }

  private async renew(): Promise<void> {
    const { receiver, clock, log } = this.options;
    const done = clock.hold();
    try {
      await receiver.renewMessageLock(this.message);
    } catch (error) {
      const { messageId } = this.message;
      log.warn({ messageId, err: error }, 'the lock of a message could not be renewed');
      // It is lost for good, and the message may be with another receiver by now.
      if (isServiceBusError(error) && error.code === 'MessageLockLost') return;
    } finally {
      done();
    }
    if (!this.isOver) this.schedule();
  }
}
