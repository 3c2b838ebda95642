import { InvocationContext } from '@azure/functions';
import { describe, expect, test } from '@jest/globals';
import { findTask } from '../../activities/find-task.ts';
import { planJob } from '../../activities/plan-job.ts';
import { readTaskEnd } from '../../activities/read-task-end.ts';
import { recordTask } from '../../activities/record-task.ts';
import { jobId, JobWorld, oneContainer } from '../support/job-world.ts';
import { twice } from '../support/twice.ts';

const packed = { group: oneContainer, fanOut: { items: { from: 0, to: 4 }, itemsPerGroup: 3 } };
const record = {
  jobId,
  task: 0,
  attempts: 1,
  outcome: { status: 'succeeded' },
  cleanup: 'deleted',
  stopOnFailure: false,
  isPacked: true,
};

const isAlive = () => Promise.resolve(true);

async function planned(spec: unknown): Promise<JobWorld> {
  const world = new JobWorld(spec);
  await twice(planJob(world.deps), { jobId });
  return world;
}

describe('recordTask of a task that has several items', () => {
  test('keeps which of them failed, and a task that is taken up ends the same', async () => {
    const world = await planned(packed);
    const said = '[{"index":1,"ok":false,"message":"is bad"}]';
    world.artifacts.put('results', `${jobId}/tasks/0-1/items.json`, said);
    const counts = { succeeded: 2, failed: 1 };
    expect(await twice(recordTask(world.deps), record)).toMatchObject({ items: counts });
    expect(await world.tasks()).toMatchObject([{ items: { ...counts, failedNumbers: [1] } }]);
    expect(
      await twice(
        readTaskEnd(world.deps, () => isAlive),
        { jobId, task: 0 },
      ),
    ).toMatchObject({
      end: { outcome: { status: 'succeeded' }, items: counts },
    });
  });

  test('a file of more than 1 MB speaks for no item', async () => {
    const world = await planned(packed);
    const url = `${jobId}/tasks/0-1/items.json`;
    world.artifacts.put('results', url, `[${' '.repeat(1024 * 1024)}]`);
    expect(await twice(recordTask(world.deps), record)).toMatchObject({ items: { failed: 3 } });
  });
});

describe('readTaskEnd', () => {
  test('of a task that has not ended it says whether anybody is at it: itself, its attempt or who watches that', async () => {
    const world = await planned(packed);
    const alive = new Set<string>();
    const read = readTaskEnd(world.deps, () => (id) => Promise.resolve(alive.has(id)));
    const isUnknown = () => twice(read, { jobId, task: 0 });
    expect(await isUnknown()).toEqual({ isUnknown: true });
    await world.store.putTask(jobId, 0, { state: 'running', attempts: 2 });
    expect(await isUnknown()).toEqual({ isUnknown: true });
    for (const id of [`${jobId}-task-0`, `${jobId}-task-0-attempt-2`, `watch-${jobId}-0-2`]) {
      alive.clear();
      alive.add(id);
      expect(await isUnknown()).toEqual({ isUnknown: false });
    }
  });

  test('tells whether another failure kept the task from being tried again', async () => {
    const world = await planned({ group: oneContainer });
    const outcome = { status: 'failed', class: 'capacity', message: 'full' } as const;
    const failedAttempts = [{ attempt: 1, outcome }];
    const read = readTaskEnd(world.deps, () => isAlive);
    await world.store.putTask(jobId, 0, { state: 'over', attempts: 1, outcome, failedAttempts });
    expect(await twice(read, { jobId, task: 0 })).toMatchObject({ end: { outcome, isCut: true } });
    await world.store.putTask(jobId, 0, { attempts: 2 });
    expect(await twice(read, { jobId, task: 0 })).not.toHaveProperty('end.isCut');
  });
});

describe('planJob of many items', () => {
  test('keeps them 100 to a page, and a plan without them', async () => {
    const items = Array.from({ length: 250 }, (_, n) => `item ${n}`);
    const { artifacts } = await planned({ group: oneContainer, fanOut: { items } });
    const pages = [...artifacts.blobs.keys()].filter((url) => url.includes('/items/'));
    expect(pages).toHaveLength(3);
    expect(await artifacts.readJobFile(jobId, 'plan.json')).not.toContain('item 7');
    const last = await artifacts.readJobFile(jobId, 'items/2.jsonl');
    expect(last?.split('\n')[49]).toBe('"item 249"');
  });
});

describe('findTask', () => {
  test('gives the number of the task at a position, and an error where there is none', async () => {
    const world = await planned(packed);
    await world.artifacts.saveJobFile(jobId, 'retry/0.json', '[3,7]');
    expect(await twice(findTask(world.deps), { jobId, position: 1 })).toBe(7);
    const none = Promise.resolve<unknown>(
      findTask(world.deps)({ jobId, position: 2 }, new InvocationContext()),
    );
    await expect(none).rejects.toThrow(`Job ${jobId} has no task at 2.`);
  });
});
