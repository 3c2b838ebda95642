import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { resourceKey, type ResourceKey } from '../store/resource-key.ts';

/** Most groups of one pool: https://learn.microsoft.com/azure/templates/microsoft.standbypool/standbycontainergrouppools */
const mostReady = 2000;

export const PoolBody = z.object({
  location: z.string(),
  tags: z.record(z.string().max(512), z.string().max(256)).default({}),
  properties: z.object({
    containerGroupProperties: z.object({
      containerGroupProfile: z.object({ id: z.string(), revision: z.int().optional() }),
      subnetIds: z.array(z.looseObject({})).optional(),
    }),
    elasticityProfile: z.object({
      maxReadyCapacity: z.int().min(0).max(mostReady),
      refillPolicy: z.literal('always').default('always'),
    }),
    zones: z.array(z.string()).optional(),
  }),
});

const Pool = PoolBody.extend({
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  name: z.string(),
});
export type Pool = z.infer<typeof Pool>;

/** Standby pools of container groups, on disk. */
export class PoolStore {
  private readonly database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  /** Those of a resource group, or of all, by name. */
  list(resourceGroup?: string): Pool[] {
    const rows = this.database.prepare('SELECT json FROM standby_pools ORDER BY key').all();
    const wanted = resourceGroup?.toLowerCase();
    return rows
      .map(parse)
      .filter((pool) => wanted === undefined || pool.resourceGroup.toLowerCase() === wanted);
  }

  find(key: ResourceKey): Pool | undefined {
    const sql = 'SELECT json FROM standby_pools WHERE key = ?';
    const row = this.database.prepare(sql).get(resourceKey(key));
    return row && parse(row);
  }

  save(pool: Pool): void {
    this.database
      .prepare('INSERT OR REPLACE INTO standby_pools VALUES (?, ?)')
      .run(resourceKey(pool), JSON.stringify(pool));
  }

  remove(pool: ResourceKey): void {
    this.database.prepare('DELETE FROM standby_pools WHERE key = ?').run(resourceKey(pool));
  }
}

function parse(row: Readonly<Record<string, unknown>>): Pool {
  return Pool.parse(JSON.parse(String(row['json'])));
}
