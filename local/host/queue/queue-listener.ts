import { type DequeuedMessageItem, type QueueClient, RestError } from '@azure/storage-queue';
import type { Logger } from 'pino';
import { type Clock, sleep } from '../../support/clock.ts';
import type { QueueSettings } from '../host-json.ts';

interface QueueListenerOptions {
  readonly queue: QueueClient;
  readonly settings: QueueSettings;
  readonly visibilityMs: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called before the first read, and again until it succeeds. */
  readonly recover: () => Promise<void>;
  /** Deals with one message to its end; never rejects. */
  readonly handle: (message: DequeuedMessageItem) => Promise<void>;
  /** Gives back a message that came when it was too late. */
  readonly giveBack: (message: DequeuedMessageItem) => Promise<void>;
}

const minPollingIntervalMs = 100;

/**
 * Reads a queue in batches: the next one as soon as no more than newBatchThreshold messages are being worked on, and
 * ever more slowly while the queue is empty, or missing, or does not answer.
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#polling-algorithm
 */
export class QueueListener {
  private readonly options: QueueListenerOptions;
  private readonly stopping = new AbortController();
  private readonly inFlight = new Set<Promise<void>>();
  private polling: Promise<void> = Promise.resolve();
  private isFailing = false;
  private isRecovered = false;

  constructor(options: QueueListenerOptions) {
    this.options = options;
  }

  start(): void {
    this.polling = this.poll();
  }

  /** Resolves when every message that was taken has been dealt with. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.polling;
    await Promise.all(this.inFlight);
  }

  private async poll(): Promise<void> {
    const { clock, settings } = this.options;
    const { signal } = this.stopping;
    const threshold = settings.newBatchThreshold ?? Math.floor(settings.batchSize / 2);
    let intervalMs = minPollingIntervalMs;
    while (!signal.aborted) {
      const messages = await this.receive();
      for (const message of messages) this.take(message);
      if (messages.length === 0) {
        await sleep(clock, intervalMs, signal);
        intervalMs = Math.min(intervalMs * 2, settings.maxPollingInterval);
      } else {
        intervalMs = minPollingIntervalMs;
      }
      while (this.inFlight.size > threshold) await Promise.race(this.inFlight);
    }
  }

  private take(message: DequeuedMessageItem): void {
    const { handle, giveBack } = this.options;
    const end = this.stopping.signal.aborted ? giveBack(message) : handle(message);
    const tracked = end.finally(() => this.inFlight.delete(tracked));
    this.inFlight.add(tracked);
  }

  /** Never aborted: the messages of a lost answer would be hidden from everybody. */
  private async receive(): Promise<readonly DequeuedMessageItem[]> {
    const { queue, settings, visibilityMs, clock, log } = this.options;
    const done = clock.hold();
    try {
      if (!this.isRecovered) await this.options.recover();
      this.isRecovered = true;
      const { receivedMessageItems } = await queue.receiveMessages({
        numberOfMessages: settings.batchSize,
        visibilityTimeout: visibilityMs / 1000,
      });
      this.isFailing = false;
      return receivedMessageItems;
    } catch (error) {
      if (error instanceof RestError && error.code === 'QueueNotFound') return [];
      const report = { queue: queue.name, err: error };
      if (this.isFailing) log.debug(report, 'the queue can still not be read');
      else log.warn(report, 'the queue can not be read; trying again');
      this.isFailing = true;
      return [];
    } finally {
      done();
    }
  }
}
