import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AzureJobStore } from '../../../clients/azure/job-store.ts';
import { AzureRetention } from '../../../clients/azure/retention.ts';
import { newJobId } from '../../../jobs/job-id.ts';
import type { JobRow } from '../../../jobs/job-rows.ts';
import { retain } from '../../../triggers/retention.ts';
import { storageCredential } from '../../contract/support/credential.ts';
import { type RunningService, startStorage } from '../../contract/support/local-service.ts';
import { World } from '../../triggers/support/world.ts';

let storage: RunningService;
let store: AzureJobStore;
let kept: AzureRetention;
let blobs: BlobServiceClient;
beforeAll(async () => {
  storage = await startStorage();
  const { table: tableServiceUrl = '', blob: blobServiceUrl = '' } = storage.ready;
  const credential = storageCredential;
  store = new AzureJobStore({ tableServiceUrl, credential, idempotencyDays: 7 });
  kept = new AzureRetention({ tableServiceUrl, blobServiceUrl, credential });
  blobs = new BlobServiceClient(blobServiceUrl, credential);
});
afterAll(() => storage.stop());

const put = async (container: string, name: string): Promise<void> => {
  await blobs.getContainerClient(container).getBlockBlobClient(name).upload('x', 1);
};

const listed = async (container: string): Promise<string[]> => {
  const names: string[] = [];
  for await (const { name } of blobs.getContainerClient(container).listBlobsFlat())
    names.push(name);
  return names;
};

async function addJob(id: string, change: Partial<JobRow> = {}): Promise<void> {
  const createdAt = '2026-01-01T00:00:00.000Z';
  await store.addJob({
    id,
    trigger: 'http',
    labels: {},
    phase: 'over',
    tasksTotal: 1,
    createdAt,
    finishedAt: createdAt,
    ...change,
  });
}

const report = { exitCode: 0, at: '2026-01-01T00:00:00.000Z' };
const exitsOf = (jobId: string) => store.readExits({ jobId, task: 0, attempt: 1 });

const tasksOf = async (id: string): Promise<number> => {
  let count = 0;
  for await (const { task } of store.listTasks(id)) count += task >= 0 ? 1 : 0;
  return count;
};

describe('what is kept of a job', () => {
  test('its blobs of one kind go, those with snapshots too, and no other job’s', async () => {
    await put('logs', 'job1/0-1/main.txt');
    await put('logs', 'job1/1-1/main.txt');
    await put('logs', 'job10/0-1/main.txt');
    await put('results', 'job1/a');
    const blob = blobs.getContainerClient('logs').getBlobClient('job1/1-1/main.txt');
    await blob.createSnapshot();
    await expect(kept.deleteFiles('logs', 'job1')).resolves.toBe(2);
    await expect(kept.deleteFiles('logs', 'job1')).resolves.toBe(0);
    expect(await listed('logs')).toEqual(['job10/0-1/main.txt']);
    expect(await listed('results')).toEqual(['job1/a']);
  });

  test('its rows go, more than fit in a batch, and no other job’s; again: nothing happens', async () => {
    for (const id of ['job2', 'job20']) {
      await addJob(id);
      for (let task = 0; task < (id === 'job2' ? 130 : 1); task += 1)
        await store.putTask(id, task, {});
      for (const why of ['cancelled', 'itemFailed'] as const) await store.requestStop(id, why);
      await store.countSwept(`${id}-0-1`);
      await store.reportExit({ jobId: id, task: 0, attempt: 1, container: 'main' }, report);
    }
    await kept.deleteRows('job2');
    await kept.deleteRows('job2');
    await expect(store.readJob('job2')).resolves.toBeUndefined();
    await expect(store.readStop('job2')).resolves.toBeUndefined();
    expect(await tasksOf('job2')).toBe(0);
    await expect(exitsOf('job2')).resolves.toEqual([]);
    await expect(store.readJob('job20')).resolves.toMatchObject({ id: 'job20' });
    await expect(store.readStop('job20')).resolves.toBe('cancelled');
    expect(await tasksOf('job20')).toBe(1);
    await expect(exitsOf('job20')).resolves.toMatchObject([{ container: 'main' }]);
  });

  test('of steps goes with them: their jobs, their rows and what was said of them', async () => {
    const world = new World();
    const id = newJobId(new Date('2025-01-01T00:00:00Z'), 'steps000');
    const finishedAt = '2025-01-01T00:00:00.000Z';
    await addJob(id, { stepsTotal: 1, finishedAt });
    await addJob(`${id}-s0`, { parent: id, finishedAt });
    await store.addSteps(id, [{ step: 0, name: 'a', kind: 'job', dependsOn: [], state: 'over' }]);
    await store.decideStep(id, 0, { approved: true, at: finishedAt });
    await put('jobs', `${id}-s0/spec.json`);
    const retentionDays = { history: 30, files: 30, logs: 30, results: 30, rows: 30 };
    const deps = { store, kept, now: world.now, settings: { ...world.settings, retentionDays } };
    await retain(deps, { purge: () => Promise.resolve(0) }, world.context);
    for (const gone of [id, `${id}-s0`]) await expect(store.readJob(gone)).resolves.toBeUndefined();
    await expect(store.listSteps(id)).resolves.toEqual([]);
    await expect(store.readDecision(id, 0)).resolves.toBeUndefined();
    expect(await listed('jobs')).toEqual([]);
  });

  test('claims go that were made before', async () => {
    await store.claim('a key', 'first');
    await kept.deleteClaims(new Date(Date.now() - 60_000));
    await expect(store.claim('a key', 'second')).resolves.toBe('first');
    await kept.deleteClaims(new Date(Date.now() + 60_000));
    await expect(store.claim('a key', 'third')).resolves.toBe('third');
  });
});

test('the retention finds old jobs on all pages, and no young ones', async () => {
  const world = new World();
  const idAt = (daysAgo: number, n: number) =>
    newJobId(new Date(world.time.getTime() - daysAgo * 86_400_000), `${n}`.padStart(8, '0'));
  const old = Array.from({ length: 45 }, (_, n) => idAt(40, n));
  const finishedAt = new Date(world.time.getTime() - 40 * 86_400_000).toISOString();
  for (const id of old) await addJob(id, { finishedAt });
  const young = idAt(1, 0);
  await addJob(young, { finishedAt });
  const retentionDays = { history: 30, files: 30, logs: 30, results: 30, rows: 30 };
  const deps = { store, kept, now: world.now, settings: { ...world.settings, retentionDays } };
  await retain(deps, { purge: () => Promise.resolve(0) }, world.context);
  expect(world.log).toEqual(['retention deletes: 0 blobs, 0 histories']);
  const left = (await store.listJobs({ limit: 1000 })).jobs.map(({ id }) => id);
  expect(left).toContain(young);
  expect(left.filter((id) => old.includes(id))).toEqual([]);
});
