import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Clock } from '../../support/clock.ts';
import type { GroupRecord } from '../model/group-record.ts';
import type { GroupRegistry } from './group-registry.ts';

const Deletion = z.object({
  id: z.string(),
  /** Of the very group: a later one of the same name is not meant. */
  uid: z.string(),
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  name: z.string(),
  location: z.string(),
  due: z.iso.datetime(),
});
export type Deletion = z.infer<typeof Deletion>;

/** Older ones are forgotten: nobody asks for their result any more. */
const kept = 10_000;

interface DeletionsOptions {
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly groups: GroupRegistry;
}

/** Deletions that take time: a group stays as it is until its own is due. They go on after a restart. */
export class Deletions {
  private readonly options: DeletionsOptions;
  private readonly alarms = new Map<string, () => void>();

  constructor(options: DeletionsOptions) {
    this.options = options;
  }

  /** Takes up those of an earlier process. */
  open(): void {
    const rows = this.options.database.prepare('SELECT json FROM deletions').all();
    for (const { json } of rows) {
      const deletion = Deletion.parse(JSON.parse(String(json)));
      if (this.isGoingOn(deletion)) this.arm(deletion);
    }
  }

  /** Those that are going on wait for the next `open`. */
  close(): void {
    for (const cancel of this.alarms.values()) cancel();
    this.alarms.clear();
  }

  /** Begins a deletion under this id, or gives the one that is going on for the group. */
  begin(group: GroupRecord, id: string, seconds: number): Deletion {
    const { uid, subscriptionId, resourceGroup, name, body } = group;
    const { clock, database } = this.options;
    const going = this.find(group);
    if (going) return going;
    const due = new Date(clock.now().getTime() + seconds * 1000).toISOString();
    const key = { subscriptionId, resourceGroup, name };
    const deletion = { id, uid, ...key, location: body.location, due };
    database
      .prepare('INSERT INTO deletions VALUES (?, ?, ?)')
      .run(id, uid, JSON.stringify(deletion));
    database
      .prepare('DELETE FROM deletions WHERE rowid <= (SELECT max(rowid) FROM deletions) - ?')
      .run(kept);
    this.arm(deletion);
    return deletion;
  }

  /** The deletion of a group that is going on. */
  find({ uid }: GroupRecord): Deletion | undefined {
    if (!this.alarms.has(uid)) return undefined;
    return this.read('SELECT json FROM deletions WHERE uid = ?', uid);
  }

  byId(id: string): Deletion | undefined {
    return this.read('SELECT json FROM deletions WHERE id = ?', id);
  }

  /** Whether the group is still there. */
  isGoingOn(deletion: Deletion): boolean {
    return this.options.groups.find(deletion)?.uid === deletion.uid;
  }

  clear(): void {
    this.close();
    this.options.database.exec('DELETE FROM deletions');
  }

  private read(sql: string, parameter: string): Deletion | undefined {
    const row = this.options.database.prepare(sql).get(parameter);
    return row && Deletion.parse(JSON.parse(String(row['json'])));
  }

  private arm(deletion: Deletion): void {
    const { clock, groups } = this.options;
    const cancel = clock.callAt(new Date(deletion.due), () => {
      this.alarms.delete(deletion.uid);
      const group = groups.find(deletion);
      if (group?.uid === deletion.uid) groups.remove(group);
    });
    this.alarms.set(deletion.uid, cancel);
  }
}
