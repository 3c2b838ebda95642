import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../support/sqlite.ts';

const migrations = [
  `CREATE TABLE queue_leases (
     queue TEXT NOT NULL, message_id TEXT NOT NULL, pop_receipt TEXT NOT NULL,
     PRIMARY KEY (queue, message_id)
   );
   CREATE TABLE timer_status (
     function TEXT PRIMARY KEY, last INTEGER, next INTEGER NOT NULL, last_updated INTEGER NOT NULL
   );`,
];

/** What the triggers remember across restarts, kill -9 included. */
export function openHostDatabase(file: string): DatabaseSync {
  return openDatabase(file, migrations);
}
