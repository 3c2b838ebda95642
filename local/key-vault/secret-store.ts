import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { inTransaction, openDatabase } from '../support/sqlite.ts';

const migrations = [
  `CREATE TABLE secrets (name TEXT PRIMARY KEY COLLATE NOCASE, deleted_at INTEGER);
   CREATE TABLE versions (
     number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
     name TEXT NOT NULL COLLATE NOCASE REFERENCES secrets (name) ON DELETE CASCADE,
     value TEXT NOT NULL, content_type TEXT, tags TEXT NOT NULL,
     enabled INTEGER NOT NULL, nbf INTEGER, exp INTEGER, created INTEGER NOT NULL, updated INTEGER NOT NULL
   );
   CREATE INDEX versions_of_secret ON versions (name, number);`,
];

/** What a client may say about a version; times in seconds since 1970. */
interface Attributes {
  readonly enabled: boolean;
  readonly nbf: number | undefined;
  readonly exp: number | undefined;
}

/** One version of a secret. */
export interface SecretVersion extends Attributes {
  readonly name: string;
  readonly id: string;
  readonly value: string;
  readonly contentType: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly created: number;
  readonly updated: number;
}

type Row = Record<string, unknown>;

/** The secrets of a vault with all their versions, on disk; a deleted one can be recovered until it is purged. */
export class SecretStore {
  private readonly database: DatabaseSync;

  /** Nobody else on this machine may read the folder. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o700);
    this.database = openDatabase(path.join(folder, 'key-vault.sqlite'), migrations);
  }

  close(): void {
    this.database.close();
  }

  /** Adds a version, which is the newest then. */
  add(version: SecretVersion): void {
    const { name, id, value, contentType, tags, enabled, nbf, exp, created, updated } = version;
    inTransaction(this.database, () => {
      this.run('INSERT OR IGNORE INTO secrets (name) VALUES (?)', name);
      this.run(
        `INSERT INTO versions (id, name, value, content_type, tags, enabled, nbf, exp, created, updated)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        id,
        name,
        value,
        contentType ?? null,
        JSON.stringify(tags),
        enabled ? 1 : 0,
        nbf ?? null,
        exp ?? null,
        created,
        updated,
      );
    });
  }

  /** Replaces what is said about a version; its value stays. */
  change({ id, contentType, tags, enabled, nbf, exp, updated }: SecretVersion): void {
    this.run(
      'UPDATE versions SET content_type = ?, tags = ?, enabled = ?, nbf = ?, exp = ?, updated = ? WHERE id = ?',
      contentType ?? null,
      JSON.stringify(tags),
      enabled ? 1 : 0,
      nbf ?? null,
      exp ?? null,
      updated,
      id,
    );
  }

  /** A version of a secret, deleted or not; the newest where none is named. */
  find(name: string, id?: string): SecretVersion | undefined {
    return this.select(
      `name = ? ${id === undefined ? '' : 'AND id = ?'} ORDER BY number DESC LIMIT 1`,
      ...(id === undefined ? [name] : [name, id]),
    )[0];
  }

  /** From the oldest to the newest. */
  versionsOf(name: string): SecretVersion[] {
    return this.select('name = ? ORDER BY number', name);
  }

  /** The newest versions of those secrets that are deleted, or are not, by their names. */
  newest(deleted: boolean): SecretVersion[] {
    return this.select(
      `number IN (SELECT max(number) FROM versions JOIN secrets USING (name)
                  WHERE deleted_at IS ${deleted ? 'NOT NULL' : 'NULL'} GROUP BY name)
       ORDER BY lower(name)`,
    );
  }

  /** When it was deleted, in seconds since 1970; undefined for one that is not. */
  deletedAt(name: string): number | undefined {
    const row = this.database.prepare('SELECT deleted_at FROM secrets WHERE name = ?').get(name);
    return typeof row?.['deleted_at'] === 'number' ? row['deleted_at'] : undefined;
  }

  /** Deletes it, or takes it back. */
  markDeleted(name: string, at: number | undefined): void {
    this.run('UPDATE secrets SET deleted_at = ? WHERE name = ?', at ?? null, name);
  }

  purge(name: string): void {
    this.run('DELETE FROM secrets WHERE name = ?', name);
  }

  private run(sql: string, ...values: (string | number | null)[]): void {
    this.database.prepare(sql).run(...values);
  }

  private select(where: string, ...values: string[]): SecretVersion[] {
    return this.database
      .prepare(`SELECT * FROM versions WHERE ${where}`)
      .all(...values)
      .map(versionOf);
  }
}

function versionOf(row: Row): SecretVersion {
  const numberOf = (column: string): number | undefined =>
    typeof row[column] === 'number' ? row[column] : undefined;
  const tags: unknown = JSON.parse(String(row['tags']));
  return {
    name: String(row['name']),
    id: String(row['id']),
    value: String(row['value']),
    contentType: typeof row['content_type'] === 'string' ? row['content_type'] : undefined,
    tags: typeof tags === 'object' && tags !== null ? Object.fromEntries(Object.entries(tags)) : {},
    enabled: row['enabled'] === 1,
    nbf: numberOf('nbf'),
    exp: numberOf('exp'),
    created: numberOf('created') ?? 0,
    updated: numberOf('updated') ?? 0,
  };
}
