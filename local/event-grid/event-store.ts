import type { DatabaseSync } from 'node:sqlite';
import { inTransaction, openDatabase } from '../support/sqlite.ts';
import type { EventSubscription } from './subscription.ts';

const migrations = [
  `CREATE TABLE subscriptions (key TEXT PRIMARY KEY);
   CREATE TABLE blobs (
     subscription TEXT NOT NULL REFERENCES subscriptions (key) ON DELETE CASCADE,
     subject TEXT NOT NULL, etag TEXT NOT NULL, version INTEGER NOT NULL,
     PRIMARY KEY (subscription, subject)
   );
   CREATE TABLE deliveries (
     number INTEGER PRIMARY KEY, event_id TEXT NOT NULL, queue TEXT NOT NULL,
     event TEXT NOT NULL, delivered_at INTEGER NOT NULL,
     UNIQUE (event_id, queue)
   );`,
];

/** A version of a blob; `version` counts those that were seen, from 0. */
export interface SeenBlob {
  readonly eTag: string;
  readonly version: number;
}

export interface Delivery {
  readonly eventId: string;
  readonly queue: string;
  /** JSON text. */
  readonly event: string;
  readonly deliveredAt: Date;
}

/** How long a delivery can be repeated; Event Grid itself keeps events for a day. */
const keptMs = 24 * 60 * 60 * 1000;

/** Which version of which blob has been announced to whom; survives `kill -9`. */
export class EventStore {
  private readonly database: DatabaseSync;

  constructor(file: string) {
    this.database = openDatabase(file, migrations);
  }

  close(): void {
    this.database.close();
  }

  /** Forgets subscriptions that are no longer there; one whose filter has changed is a new one. */
  retain(subscriptions: readonly EventSubscription[]): void {
    const keys = new Set(subscriptions.map(keyOf));
    for (const row of this.database.prepare('SELECT key FROM subscriptions').all()) {
      const key = String(row['key']);
      if (!keys.has(key)) this.database.prepare('DELETE FROM subscriptions WHERE key = ?').run(key);
    }
  }

  hasSeen(subscription: EventSubscription): boolean {
    const key = keyOf(subscription);
    return (
      this.database.prepare('SELECT 1 FROM subscriptions WHERE key = ?').get(key) !== undefined
    );
  }

  /** Begins a subscription with the blobs that exist already, which are not announced. */
  begin(subscription: EventSubscription, existing: ReadonlyMap<string, SeenBlob>): void {
    inTransaction(this.database, () => {
      this.database.prepare('INSERT INTO subscriptions (key) VALUES (?)').run(keyOf(subscription));
      for (const [subject, blob] of existing) this.keepBlob(subscription, subject, blob);
    });
  }

  /** What was announced last of each blob, by its subject. */
  known(subscription: EventSubscription): Map<string, SeenBlob> {
    const rows = this.database
      .prepare('SELECT subject, etag, version FROM blobs WHERE subscription = ?')
      .all(keyOf(subscription));
    return new Map(
      rows.map((row) => [
        String(row['subject']),
        { eTag: String(row['etag']), version: Number(row['version']) },
      ]),
    );
  }

  remember(
    subscription: EventSubscription,
    subject: string,
    blob: SeenBlob,
    delivery: Delivery,
  ): void {
    inTransaction(this.database, () => {
      this.keepBlob(subscription, subject, blob);
      this.database
        .prepare(
          'INSERT OR REPLACE INTO deliveries (event_id, queue, event, delivered_at) VALUES (?, ?, ?, ?)',
        )
        .run(delivery.eventId, delivery.queue, delivery.event, delivery.deliveredAt.getTime());
      this.database
        .prepare('DELETE FROM deliveries WHERE delivered_at < ?')
        .run(delivery.deliveredAt.getTime() - keptMs);
    });
  }

  forget(subscription: EventSubscription, subject: string): void {
    this.database
      .prepare('DELETE FROM blobs WHERE subscription = ? AND subject = ?')
      .run(keyOf(subscription), subject);
  }

  deliveriesOf(eventId: string): Delivery[] {
    const rows = this.database.prepare('SELECT * FROM deliveries WHERE event_id = ?').all(eventId);
    return rows.map(toDelivery);
  }

  /** The newest first. */
  latestDeliveries(limit: number): Delivery[] {
    return this.database
      .prepare('SELECT * FROM deliveries ORDER BY number DESC LIMIT ?')
      .all(limit)
      .map(toDelivery);
  }

  private keepBlob(subscription: EventSubscription, subject: string, blob: SeenBlob): void {
    this.database
      .prepare(
        'INSERT OR REPLACE INTO blobs (subscription, subject, etag, version) VALUES (?, ?, ?, ?)',
      )
      .run(keyOf(subscription), subject, blob.eTag, blob.version);
  }
}

function keyOf({ name, subjectBeginsWith, subjectEndsWith }: EventSubscription): string {
  return JSON.stringify([name, subjectBeginsWith, subjectEndsWith]);
}

function toDelivery(row: Readonly<Record<string, unknown>>): Delivery {
  return {
    eventId: String(row['event_id']),
    queue: String(row['queue']),
    event: String(row['event']),
    deliveredAt: new Date(Number(row['delivered_at'])),
  };
}
