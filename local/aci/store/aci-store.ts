import path from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { inTransaction, openDatabase } from '../../support/sqlite.ts';
import { GroupRecord, OperationRecord } from '../model/group-record.ts';
import { migrations } from './migrations.ts';

export const ResourceGroup = z.object({
  subscriptionId: z.string(),
  name: z.string(),
  location: z.string(),
  tags: z.record(z.string(), z.string()),
});
export type ResourceGroup = z.infer<typeof ResourceGroup>;

export interface GroupKey {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
}

/** Names of Azure resources are the same in any case. */
export function keyOf({ subscriptionId, resourceGroup, name }: GroupKey): string {
  return `${subscriptionId}/${resourceGroup}/${name}`.toLowerCase();
}

/** What the emulator knows, on disk at once: a `kill -9` loses nothing that was answered. `undefined` = in memory. */
export class AciStore {
  readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  constructor(dataFolder: string | undefined) {
    const file = dataFolder === undefined ? ':memory:' : path.join(dataFolder, 'aci.sqlite');
    this.database = openDatabase(file, migrations);
  }

  close(): void {
    this.statements.clear();
    this.database.close();
  }

  loadGroups(): GroupRecord[] {
    return this.all('SELECT json FROM container_groups', GroupRecord);
  }

  /** Keeps a group together with its newest operation. */
  saveGroup(group: GroupRecord): void {
    inTransaction(this.database, () => {
      this.run('INSERT OR REPLACE INTO container_groups VALUES (?, ?)', keyOf(group), group);
      this.saveOperation(group.operation);
    });
  }

  deleteGroup(group: GroupRecord): void {
    inTransaction(this.database, () => {
      this.prepare('DELETE FROM container_groups WHERE key = ?').run(keyOf(group));
      if (['Succeeded', 'Failed'].includes(group.operation.status)) return;
      this.saveOperation({ ...group.operation, status: 'Canceled' });
    });
  }

  findOperation(id: string): OperationRecord | undefined {
    return this.all('SELECT json FROM operations WHERE id = ?', OperationRecord, id)[0];
  }

  listResourceGroups(): ResourceGroup[] {
    return this.all('SELECT json FROM resource_groups ORDER BY key', ResourceGroup);
  }

  saveResourceGroup(group: ResourceGroup): void {
    this.run(
      'INSERT OR REPLACE INTO resource_groups VALUES (?, ?)',
      group.name.toLowerCase(),
      group,
    );
  }

  findResourceGroup(name: string): ResourceGroup | undefined {
    const sql = 'SELECT json FROM resource_groups WHERE key = ?';
    return this.all(sql, ResourceGroup, name.toLowerCase())[0];
  }

  deleteResourceGroup(name: string): void {
    this.prepare('DELETE FROM resource_groups WHERE key = ?').run(name.toLowerCase());
  }

  /** To when the clock was last advanced. */
  latestTime(): Date | undefined {
    const row = this.prepare('SELECT latest FROM clock').get();
    return row ? new Date(String(row['latest'])) : undefined;
  }

  saveLatestTime(time: Date): void {
    this.prepare('INSERT OR REPLACE INTO clock VALUES (1, ?)').run(time.toISOString());
  }

  private saveOperation(operation: OperationRecord): void {
    this.run('INSERT OR REPLACE INTO operations VALUES (?, ?)', operation.id, operation);
  }

  private run(sql: string, key: string, value: object): void {
    this.prepare(sql).run(key, JSON.stringify(value));
  }

  private all<T>(sql: string, schema: z.ZodType<T>, ...parameters: string[]): T[] {
    const rows = this.prepare(sql).all(...parameters);
    return rows.map(({ json }) => schema.parse(JSON.parse(String(json))));
  }

  private prepare(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.database.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }
}
