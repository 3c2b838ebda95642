import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { GroupBody } from '../model/group-spec.ts';
import { resourceKey, type ResourceKey } from '../store/resource-key.ts';

const Profile = GroupBody.omit({ identity: true }).extend({
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  name: z.string(),
  revision: z.int(),
});
export type Profile = z.infer<typeof Profile>;

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
    return rows.map(parse).filter((profile) => resourceKey(profile).startsWith(prefix));
  }

  /** Oldest first; empty when there is no such profile. */
  revisions(key: ResourceKey): Profile[] {
    return this.database
      .prepare('SELECT json FROM group_profiles WHERE key = ? ORDER BY revision')
      .all(resourceKey(key))
      .map(parse);
  }

  /** A revision, or the newest. */
  find(key: ResourceKey, revision?: number): Profile | undefined {
    const all = this.revisions(key);
    if (revision === undefined) return all.at(-1);
    return all.find((profile) => profile.revision === revision);
  }

  /** Adds a revision, or puts it in place of what it was. */
  save(profile: Profile): void {
    this.database
      .prepare('INSERT OR REPLACE INTO group_profiles VALUES (?, ?, ?)')
      .run(resourceKey(profile), profile.revision, JSON.stringify(profile));
  }

  /** With all its revisions; whether there was one. */
  remove(key: ResourceKey): boolean {
    const sql = 'DELETE FROM group_profiles WHERE key = ?';
    return this.database.prepare(sql).run(resourceKey(key)).changes > 0;
  }
}

function parse(row: Readonly<Record<string, unknown>>): Profile {
  return Profile.parse(JSON.parse(String(row['json'])));
}
