import { randomUUID } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AzureJobStore } from '../../../clients/azure/job-store.ts';
import { storageCredential } from '../../contract/support/credential.ts';
import { jobStoreContract } from '../../contract/job-store.contract.ts';
import { stepStoreContract } from '../../contract/step-store.contract.ts';
import { type RunningService, startStorage } from '../../contract/support/local-service.ts';

let storage: RunningService;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const tableServiceUrl = (): string => storage.ready['table'] ?? '';

function storeWith(idempotencyDays = 7): AzureJobStore {
  const credential = storageCredential;
  return new AzureJobStore({ tableServiceUrl: tableServiceUrl(), credential, idempotencyDays });
}

describe('the job store in tables', () => {
  jobStoreContract(storeWith);
  stepStoreContract(storeWith);

  test('gives pages, each going on where the last one ended', async () => {
    const store = storeWith();
    const suffix = randomUUID().slice(0, 8);
    const ids = ['a', 'b', 'c', 'd', 'e'].map((letter) => `zzzzzz${letter}0${suffix}`);
    for (const id of ids) {
      const createdAt = '2026-01-01T00:00:00.000Z';
      const fixed = { trigger: 'http', labels: {}, phase: 'waiting', tasksTotal: 0 } as const;
      await store.addJob({ id, createdAt, ...fixed });
    }
    const first = await store.listJobs({ limit: 2, continuation: 'zzzzzz' });
    expect(first.jobs.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await store.listJobs({ limit: 2, continuation: first.continuation ?? '' });
    expect(second.jobs.map(({ id }) => id)).toEqual(ids.slice(2, 4));
  });

  test('lets a key go when its days are over, to one of those who want it then', async () => {
    const key = randomUUID();
    const old = storeWith();
    await old.claim(key, 'old');
    await backdate(key, 8);
    await expect(storeWith(9).claim(key, 'new')).resolves.toBe('old');
    const claims = Array.from({ length: 20 }, (_, i) => old.claim(key, `new${i}`));
    const winners = new Set(await Promise.all(claims));
    expect(winners.size).toBe(1);
    expect(winners.has('old')).toBe(false);
  });
});

/** Makes a claim older: the table service itself is on real time. */
async function backdate(key: string, days: number): Promise<void> {
  const claims = new TableClient(tableServiceUrl(), 'claims', storageCredential);
  for await (const row of claims.listEntities<{ key: string; claimedAt: string }>()) {
    if (row.key !== key) continue;
    const claimedAt = new Date(Date.parse(row.claimedAt) - days * 86_400_000).toISOString();
    const { partitionKey = '', rowKey = '' } = row;
    await claims.updateEntity({ partitionKey, rowKey, claimedAt }, 'Merge');
  }
}
