import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

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

export interface PoolKey {
  readonly resourceGroup: string;
  readonly name: string;
}

export function poolKey({ resourceGroup, name }: PoolKey): string {
  return `${resourceGroup}/${name}`.toLowerCase();
}

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
      .map(({ json }) => Pool.parse(JSON.parse(String(json))))
      .filter((pool) => wanted === undefined || pool.resourceGroup.toLowerCase() === wanted);
  }

  find(key: PoolKey): Pool | undefined {
    return this.list(key.resourceGroup).find((pool) => poolKey(pool) === poolKey(key));
  }

  save(pool: Pool): void {
    this.database
      .prepare('INSERT OR REPLACE INTO standby_pools VALUES (?, ?)')
      .run(poolKey(pool), JSON.stringify(pool));
  }

  remove(pool: PoolKey): void {
    this.database.prepare('DELETE FROM standby_pools WHERE key = ?').run(poolKey(pool));
  }
}
