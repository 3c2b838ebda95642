import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { GroupView } from './group-view.ts';

interface RequestEntry {
  readonly kind: 'request';
  readonly time: string;
  readonly method: string;
  readonly path: string;
  /** 0 = the connection was cut. */
  readonly status: number;
  readonly operation?: string;
  readonly group?: string;
  /** The id of the fault that happened to it. */
  readonly fault?: string;
}

/** A change of a group that shows; null = there was, or is, none. */
interface StateEntry {
  readonly kind: 'state';
  readonly time: string;
  readonly group: string;
  readonly uid: string;
  readonly from: GroupView | null;
  readonly to: GroupView | null;
}

interface JournalFilter {
  /** Only what came after this line. */
  readonly since?: number | undefined;
  readonly group?: string | undefined;
  readonly kind?: string | undefined;
}

const kept = 100_000;

/** Every request and every change of a group, in order: what a job costs in calls can be counted, and what happened can be read. */
export class Journal {
  private readonly database: DatabaseSync;
  private readonly insert: StatementSync;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.insert = database.prepare('INSERT INTO journal (line) VALUES (?)');
  }

  /** Keeps the last 100,000 lines. */
  add(entry: RequestEntry | StateEntry): void {
    const { lastInsertRowid } = this.insert.run(JSON.stringify(entry));
    if (Number(lastInsertRowid) % 1000 !== 0) return;
    this.database.prepare('DELETE FROM journal WHERE seq <= ?').run(Number(lastInsertRowid) - kept);
  }

  /** JSON Lines, each with its number `seq`. */
  read({ since = 0, group, kind }: JournalFilter = {}): string {
    const rows = this.database
      .prepare(
        `SELECT seq, line FROM journal WHERE seq > :since
         AND (:group IS NULL OR lower(line ->> 'group') = lower(:group))
         AND (:kind IS NULL OR line ->> 'kind' = :kind) ORDER BY seq`,
      )
      .all({ since, group: group ?? null, kind: kind ?? null });
    return rows.map(({ seq, line }) => `{"seq":${String(seq)},${String(line).slice(1)}\n`).join('');
  }

  /** Numbers of lines go on all the same. */
  clear(): void {
    this.database.exec('DELETE FROM journal');
  }
}
