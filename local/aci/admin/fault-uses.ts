import type { DatabaseSync } from 'node:sqlite';
import type { GroupRecord } from '../model/group-record.ts';
import { findFault, type FaultKind, type FaultOf } from '../model/find-fault.ts';

/** How often the faults of a group that come a few times have come; kept, so that a restart does not begin again. */
export class FaultUses {
  private readonly database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  /** The group's fault of this kind, counted; undefined when there is none or it has come as often as it may. */
  take<Kind extends FaultKind>(group: GroupRecord, kind: Kind): FaultOf<Kind> | undefined {
    const fault = findFault(group, kind);
    if (!fault) return undefined;
    const times = 'times' in fault ? (fault.times ?? Infinity) : Infinity;
    const row = this.database
      .prepare('SELECT uses FROM fault_uses WHERE uid = ? AND kind = ?')
      .get(group.uid, kind);
    const uses = Number(row?.['uses'] ?? 0);
    if (uses >= times) return undefined;
    this.database
      .prepare('INSERT OR REPLACE INTO fault_uses VALUES (?, ?, ?)')
      .run(group.uid, kind, uses + 1);
    return fault;
  }

  /** Of a group that is gone. */
  forget(uid: string): void {
    this.database.prepare('DELETE FROM fault_uses WHERE uid = ?').run(uid);
  }

  clear(): void {
    this.database.exec('DELETE FROM fault_uses');
  }
}
