import type { Logger } from 'pino';

/** Reports that a queue can not be read: once as a warning, and again only after it could be read in between. */
export class ErrorReport {
  private readonly log: Logger;
  private readonly queue: string;
  private isFailing = false;

  constructor(log: Logger, queue: string) {
    this.log = log;
    this.queue = queue;
  }

  failed(error: unknown): void {
    const report = { queue: this.queue, err: error };
    if (this.isFailing) this.log.debug(report, 'the Service Bus queue can still not be read');
    else this.log.warn(report, 'the Service Bus queue can not be read; trying again');
    this.isFailing = true;
  }

  worked(): void {
    this.isFailing = false;
  }
}
