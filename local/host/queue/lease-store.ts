import type { DatabaseSync } from 'node:sqlite';

interface Lease {
  readonly messageId: string;
  readonly popReceipt: string;
}

/**
 * The messages this host has taken out of a queue and not finished. After a `kill -9` they are given back at the next
 * start, so that nobody has to wait until they would become visible again by themselves.
 */
export class LeaseStore {
  private readonly database: DatabaseSync;
  private readonly queue: string;

  constructor(database: DatabaseSync, queueUrl: string) {
    this.database = database;
    this.queue = queueUrl;
  }

  keep({ messageId, popReceipt }: Lease): void {
    this.database
      .prepare(
        'INSERT OR REPLACE INTO queue_leases (queue, message_id, pop_receipt) VALUES (?, ?, ?)',
      )
      .run(this.queue, messageId, popReceipt);
  }

  forget(messageId: string): void {
    this.database
      .prepare('DELETE FROM queue_leases WHERE queue = ? AND message_id = ?')
      .run(this.queue, messageId);
  }

  all(): Lease[] {
    return this.database
      .prepare('SELECT message_id, pop_receipt FROM queue_leases WHERE queue = ?')
      .all(this.queue)
      .map((row) => ({
        messageId: String(row['message_id']),
        popReceipt: String(row['pop_receipt']),
      }));
  }
}
