import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { sleep } from '../../support/clock.ts';
import { ErrorReport } from './error-report.ts';
import type { PumpOptions } from './message-pump.ts';
import { settle } from './settle.ts';

interface BatchPumpOptions extends PumpOptions {
  /** Runs the function on all of them; rejects when it failed. */
  readonly run: (messages: readonly ServiceBusReceivedMessage[]) => Promise<void>;
}

/** Short, so that the host can stop soon: an abort in the middle could lose a message until its lock is over. */
const waitMs = 1_000;

/**
 * Runs the function on batches of messages, one batch at a time, none of them kept locked for longer than the queue
 * does; a failure abandons all of a batch.
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus#hostjson-settings
 */
export class BatchPump {
  private readonly options: BatchPumpOptions;
  private readonly report: ErrorReport;
  private readonly stopping = new AbortController();
  private pumping: Promise<void> = Promise.resolve();

  constructor(options: BatchPumpOptions) {
    this.options = options;
    this.report = new ErrorReport(options.log, options.receiver.entityPath);
  }

  start(): void {
    this.pumping = this.pump();
  }

  /** Resolves when every message that was taken has been settled. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.pumping;
  }

  private async pump(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const messages = await this.receive();
      if (messages.length > 0) await this.process(messages);
    }
  }

  private async receive(): Promise<readonly ServiceBusReceivedMessage[]> {
    const { receiver, settings, clock } = this.options;
    const done = clock.hold();
    try {
      const max = settings.maxMessageBatchSize;
      const messages = await receiver.receiveMessages(max, { maxWaitTimeInMs: waitMs });
      this.report.worked();
      return messages;
    } catch (error) {
      this.report.failed(error);
      await sleep(clock, waitMs, this.stopping.signal);
      return [];
    } finally {
      done();
    }
  }

  private async process(messages: readonly ServiceBusReceivedMessage[]): Promise<void> {
    const hasSucceeded =
      !this.stopping.signal.aborted &&
      (await this.options.run(messages).then(
        () => true,
        () => false,
      ));
    await Promise.all(messages.map((message) => settle(message, hasSucceeded, this.options)));
  }
}
