import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { GroupBody } from '../model/group-spec.ts';

const Profile = GroupBody.omit({ identity: true }).extend({
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  name: z.string(),
  revision: z.int(),
});
export type Profile = z.infer<typeof Profile>;

export interface ProfileKey {
  readonly resourceGroup: string;
  readonly name: string;
}

function keyOf({ resourceGroup, name }: ProfileKey): string {
  return `${resourceGroup}/${name}`.toLowerCase();
}

/** Container group profiles with all their revisions, on disk. */
export class Profiles {
  private readonly database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  /** The newest revision of each; of a resource group, or of all. */
  list(resourceGroup?: string): Profile[] {
    const prefix = resourceGroup === undefined ? '' : `${resourceGroup.toLowerCase()}/`;
    const rows = this.database
      .prepare('SELECT json, MAX(revision) FROM group_profiles GROUP BY key ORDER BY key')
      .all();
    return rows.map(parse).filter((profile) => keyOf(profile).startsWith(prefix));
  }

  /** Oldest first; empty when there is no such profile. */
  revisions(key: ProfileKey): Profile[] {
    return this.database
      .prepare('SELECT json FROM group_profiles WHERE key = ? ORDER BY revision')
      .all(keyOf(key))
      .map(parse);
  }

  /** A revision, or the newest. */
  find(key: ProfileKey, revision?: number): Profile | undefined {
    const all = this.revisions(key);
    if (revision === undefined) return all.at(-1);
    return all.find((profile) => profile.revision === revision);
  }

  /** Adds a revision, or puts it in place of what it was. */
  save(profile: Profile): void {
    this.database
      .prepare('INSERT OR REPLACE INTO group_profiles VALUES (?, ?, ?)')
      .run(keyOf(profile), profile.revision, JSON.stringify(profile));
  }

  /** With all its revisions; whether there was one. */
  remove(key: ProfileKey): boolean {
    const sql = 'DELETE FROM group_profiles WHERE key = ?';
    return this.database.prepare(sql).run(keyOf(key)).changes > 0;
  }
}

function parse(row: Readonly<Record<string, unknown>>): Profile {
  return Profile.parse(JSON.parse(String(row['json'])));
}
