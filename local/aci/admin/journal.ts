import type { DatabaseSync, StatementSync } from 'node:sqlite';

interface JournalEntry {
  readonly time: string;
  readonly method: string;
  readonly path: string;
  /** 0 = the connection was cut. */
  readonly status: number;
  readonly operation?: string;
  readonly group?: string;
}

const kept = 100_000;

/** Every request, in order: what a job costs in calls can be counted, and what a client did can be read. */
export class Journal {
  private readonly database: DatabaseSync;
  private readonly insert: StatementSync;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.insert = database.prepare('INSERT INTO journal (line) VALUES (?)');
  }

  add(entry: JournalEntry): void {
    const { lastInsertRowid } = this.insert.run(JSON.stringify(entry));
    if (Number(lastInsertRowid) % 1000 !== 0) return;
    this.database.prepare('DELETE FROM journal WHERE seq <= ?').run(Number(lastInsertRowid) - kept);
  }

  /** JSON Lines. */
  read(): string {
    const rows = this.database.prepare('SELECT line FROM journal ORDER BY seq').all();
    return rows.map(({ line }) => `${String(line)}\n`).join('');
  }
}
