import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { inTransaction, openDatabase } from '../../support/sqlite.ts';
import type { MessageFacts, MessageState, StoredMessage } from '../message/stored-message.ts';
import type { Change, MessageStore, QueueKey } from './message-store.ts';

/** What is wanted of all messages at the start comes before the large columns, whose pages are not read then. */
const migrations = [
  `CREATE TABLE queues (
     key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last_sequence INTEGER NOT NULL DEFAULT 0
   );
   CREATE TABLE messages (
     queue INTEGER NOT NULL, sequence INTEGER NOT NULL, state TEXT NOT NULL,
     delivery_count INTEGER NOT NULL, expires_at INTEGER, due_at INTEGER,
     enqueued_sequence INTEGER NOT NULL, enqueued_at INTEGER NOT NULL,
     header BLOB NOT NULL, annotations BLOB NOT NULL, content BLOB NOT NULL,
     PRIMARY KEY (queue, sequence)
   ) WITHOUT ROWID;`,
];
const factColumns = 'sequence, state, delivery_count, expires_at, due_at';

/** All messages in one file; survives `kill -9`. */
export class SqliteMessageStore implements MessageStore {
  private readonly database: DatabaseSync;
  private readonly statements: ReturnType<typeof prepare>;

  constructor(file: string) {
    this.database = open(file);
    this.statements = prepare(this.database);
  }

  openQueue(name: string): { key: QueueKey; lastSequence: number } {
    this.statements.addQueue.run(name);
    const row = this.statements.findQueue.get(name) ?? {};
    return { key: Number(row['key']), lastSequence: Number(row['last_sequence']) };
  }

  *facts(queue: QueueKey): Iterable<MessageFacts> {
    for (const row of this.statements.facts.iterate(queue)) yield toFacts(row);
  }

  read(queue: QueueKey, sequence: number): StoredMessage | undefined {
    const row = this.statements.read.get(queue, sequence);
    return row && toMessage(row);
  }

  list(queue: QueueKey, from: number, count: number): StoredMessage[] {
    return this.statements.list.all(queue, from, count).map(toMessage);
  }

  commit(changes: readonly Change[]): void {
    inTransaction(this.database, () => {
      const newest = new Map<QueueKey, number>();
      for (const change of changes) {
        this.apply(change);
        const sequence = newSequenceOf(change);
        if (sequence !== undefined) newest.set(change.queue, sequence);
      }
      for (const [queue, sequence] of newest) this.statements.count.run(sequence, queue);
    });
  }

  close(): void {
    this.database.close();
  }

  private apply(change: Change): void {
    const { statements } = this;
    const { queue } = change;
    switch (change.kind) {
      case 'insert': {
        const { message } = change;
        statements.insert.run(
          ...[queue, message.sequence, message.state, message.deliveryCount],
          ...[message.expiresAt ?? null, message.dueAt ?? null],
          ...[message.enqueuedSequence, message.enqueuedAt],
          ...[message.header, message.annotations, message.content],
        );
        return;
      }
      case 'remove':
        statements.remove.run(queue, change.sequence);
        return;
      case 'settle': {
        const { state, deliveryCount, content = null, sequence } = change;
        statements.settle.run(state, deliveryCount, content, queue, sequence);
        return;
      }
      case 'dead-letter': {
        const { to, deliveryCount, content, sequence } = change;
        statements.deadLetter.run(to, deliveryCount, content, queue, sequence);
        return;
      }
      case 'activate':
        statements.activate.run(change.newSequence, change.enqueuedAt, queue, change.sequence);
    }
  }
}

/** For this process alone: two brokers on the same messages would each deliver them. */
function open(file: string): DatabaseSync {
  try {
    const database = openDatabase(file, migrations);
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT;');
    return database;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const why = reason.includes('locked') ? 'another process has it open' : reason;
    throw new Error(`${file} can not be opened: ${why}`, { cause: error });
  }
}

function prepare(
  database: DatabaseSync,
): Record<
  | ('addQueue' | 'findQueue' | 'count' | 'facts' | 'read' | 'list')
  | ('insert' | 'remove' | 'settle' | 'deadLetter' | 'activate'),
  StatementSync
> {
  const prepared = (sql: string): StatementSync => database.prepare(sql);
  const one = 'WHERE queue = ? AND sequence = ?';
  return {
    addQueue: prepared('INSERT OR IGNORE INTO queues (name) VALUES (?)'),
    findQueue: prepared('SELECT key, last_sequence FROM queues WHERE name = ?'),
    count: prepared('UPDATE queues SET last_sequence = ? WHERE key = ?'),
    facts: prepared(`SELECT ${factColumns} FROM messages WHERE queue = ? ORDER BY sequence`),
    read: prepared(`SELECT * FROM messages ${one}`),
    list: prepared(
      'SELECT * FROM messages WHERE queue = ? AND sequence >= ? ORDER BY sequence LIMIT ?',
    ),
    insert: prepared('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    remove: prepared(`DELETE FROM messages ${one}`),
    settle: prepared(
      `UPDATE messages SET state = ?, delivery_count = ?, content = coalesce(?, content) ${one}`,
    ),
    deadLetter: prepared(
      `UPDATE messages SET queue = ?, state = 'active', expires_at = NULL, delivery_count = ?, content = ? ${one}`,
    ),
    activate: prepared(
      `UPDATE messages SET sequence = ?, state = 'active', enqueued_at = ? ${one}`,
    ),
  };
}

function newSequenceOf(change: Change): number | undefined {
  if (change.kind === 'insert') return change.message.sequence;
  return change.kind === 'activate' ? change.newSequence : undefined;
}

type Row = Readonly<Record<string, SQLOutputValue>>;

function toFacts(row: Row): MessageFacts {
  return {
    sequence: Number(row['sequence']),
    state: toState(row['state']),
    deliveryCount: Number(row['delivery_count']),
    expiresAt: toTime(row['expires_at']),
    dueAt: toTime(row['due_at']),
  };
}

function toMessage(row: Row): StoredMessage {
  return {
    ...toFacts(row),
    enqueuedSequence: Number(row['enqueued_sequence']),
    enqueuedAt: Number(row['enqueued_at']),
    header: toBuffer(row['header']),
    annotations: toBuffer(row['annotations']),
    content: toBuffer(row['content']),
  };
}

function toState(value: SQLOutputValue | undefined): MessageState {
  return value === 'deferred' || value === 'scheduled' ? value : 'active';
}

function toTime(value: SQLOutputValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function toBuffer(value: SQLOutputValue | undefined): Buffer {
  if (!(value instanceof Uint8Array)) throw new TypeError('a message in the store has no bytes');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
