import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Opens a database that survives `kill -9` of its process, and brings it to the newest of `migrations`, of which
 * each is applied once, in order. `file` may be `:memory:`.
 */
export function openDatabase(file: string, migrations: readonly string[]): DatabaseSync {
  if (file !== ':memory:') mkdirSync(path.dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;',
  );
  const row = database.prepare('PRAGMA user_version').get();
  const applied = Number(row?.['user_version'] ?? 0);
  for (const [index, migration] of migrations.entries()) {
    if (index < applied) continue;
    inTransaction(database, () => {
      database.exec(migration);
      database.exec(`PRAGMA user_version = ${String(index + 1)}`);
    });
  }
  return database;
}

/** Runs `work` in one transaction: all of it is kept, or none. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
