import { createHash } from 'node:crypto';
import type { TableClient } from '@azure/data-tables';
import { isStatus } from './refusal.ts';

interface Claim {
  jobId: string;
  claimedAt: string;
  /** For people who look into the table; the hash is what counts. */
  key: string;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Who may start a job for a key: the one whose insert comes first. A claim older than `idempotencyDays` is taken over
 * by replacing exactly what was read, so that there is one winner then too.
 */
export class Claims {
  private readonly table: TableClient;
  private readonly lifeMs: number;

  constructor(table: TableClient, idempotencyDays: number) {
    this.table = table;
    this.lifeMs = idempotencyDays * dayMs;
  }

  async claim(key: string, jobId: string): Promise<string> {
    const hash = createHash('sha256').update(key).digest('hex');
    const now = new Date();
    const row = {
      partitionKey: hash,
      rowKey: hash,
      jobId,
      claimedAt: now.toISOString(),
      key: key.slice(0, 1024),
    };
    for (;;) {
      if (await this.insert(row)) return jobId;
      const held = await this.read(hash);
      if (!held) continue;
      if (Date.parse(held.claimedAt) + this.lifeMs > now.getTime()) return held.jobId;
      if (await this.replace(row, held.etag)) return jobId;
    }
  }

  private async insert(row: Claim & { partitionKey: string; rowKey: string }): Promise<boolean> {
    try {
      await this.table.createEntity(row);
      return true;
    } catch (error) {
      if (isStatus(error, 409)) return false;
      throw error;
    }
  }

  private async read(hash: string): Promise<(Claim & { etag: string }) | undefined> {
    try {
      return await this.table.getEntity<Claim>(hash, hash);
    } catch (error) {
      if (isStatus(error, 404)) return undefined;
      throw error;
    }
  }

  private async replace(
    row: Claim & { partitionKey: string; rowKey: string },
    etag: string,
  ): Promise<boolean> {
    try {
      await this.table.updateEntity(row, 'Replace', { etag });
      return true;
    } catch (error) {
      if (isStatus(error, 404, 412)) return false;
      throw error;
    }
  }
}
