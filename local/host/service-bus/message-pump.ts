import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import type { Logger } from 'pino';
import type { Clock } from '../../support/clock.ts';
import type { ServiceBusSettings } from '../host-json.ts';
import { ErrorReport } from './error-report.ts';
import { LockRenewal } from './lock-renewal.ts';
import { settle } from './settle.ts';
import { Slots } from './slots.ts';

export interface PumpOptions {
  readonly receiver: ServiceBusReceiver;
  readonly settings: ServiceBusSettings;
  readonly autoComplete: boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

interface MessagePumpOptions extends PumpOptions {
  /** Runs the function; rejects when it failed. */
  readonly run: (message: ServiceBusReceivedMessage) => Promise<void>;
}

/**
 * Runs the function on each message of a queue, `maxConcurrentCalls` at a time, and keeps each locked meanwhile. The
 * SDK connects, and connects again, for as long as it takes.
 */
export class MessagePump {
  private readonly options: MessagePumpOptions;
  private readonly slots: Slots;
  private readonly report: ErrorReport;
  private readonly stopping = new AbortController();
  private readonly inFlight = new Set<Promise<void>>();
  private subscription: { close(): Promise<void> } | undefined;

  constructor(options: MessagePumpOptions) {
    this.options = options;
    this.slots = new Slots(options.settings.maxConcurrentCalls);
    this.report = new ErrorReport(options.log, options.receiver.entityPath);
  }

  start(): void {
    const { receiver, settings } = this.options;
    const { maxConcurrentCalls, prefetchCount } = settings;
    this.subscription = receiver.subscribe(
      {
        processMessage: (message) => this.take(message),
        processError: ({ error }) => {
          if (!this.stopping.signal.aborted) this.report.failed(error);
          return Promise.resolve();
        },
      },
      {
        autoCompleteMessages: false,
        maxConcurrentCalls: maxConcurrentCalls + prefetchCount,
        abortSignal: this.stopping.signal,
      },
    );
  }

  /** Resolves when every message that was taken has been settled. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.subscription?.close();
    await Promise.all(this.inFlight);
  }

  private take(message: ServiceBusReceivedMessage): Promise<void> {
    this.report.worked();
    const end = this.slots.run(() => this.process(message));
    const tracked = end.finally(() => this.inFlight.delete(tracked));
    this.inFlight.add(tracked);
    return tracked;
  }

  /** What comes when it is too late is given back. Never rejects. */
  private async process(message: ServiceBusReceivedMessage): Promise<void> {
    const { run, settings } = this.options;
    if (this.stopping.signal.aborted) {
      await settle(message, false, this.options);
      return;
    }
    const maxMs = settings.maxAutoLockRenewalDuration;
    const renewal = new LockRenewal(message, { ...this.options, maxMs });
    const hasSucceeded = await run(message).then(
      () => true,
      () => false,
    );
    await renewal.end();
    await settle(message, hasSucceeded, this.options);
  }
}
