import { InvocationContext } from '@azure/functions';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { collectAttempt } from '../../activities/collect-attempt.ts';
import { createGroup } from '../../activities/create-group.ts';
import { deleteOrHandOver } from '../../activities/delete-or-hand-over.ts';
import { finishJob } from '../../activities/finish-job.ts';
import { planJob } from '../../activities/plan-job.ts';
import { readGroup } from '../../activities/read-group.ts';
import { recordTask } from '../../activities/record-task.ts';
import { jobId, JobWorld, oneContainer, settings, target } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';
import { twice } from '../support/twice.ts';

const single = { group: oneContainer };
const items = ['a', { b: 1 }];
const fanOut = { group: oneContainer, fanOut: { items }, reduce: { group: oneContainer } };
const attempt = { jobId, task: 0, attempt: 1, target };
const deadline = '2026-01-01T01:00:00.000Z';
const succeeded = { status: 'succeeded' };
const ended = {
  state: 'ended',
  containers: [{ name: 'main', exitCode: 0, detailStatus: 'Completed' }],
  startedAt: '2026-01-01T00:00:00Z',
  finishedAt: '2026-01-01T00:10:00Z',
};

async function planned(spec: unknown): Promise<JobWorld> {
  const world = new JobWorld(spec);
  await twice(planJob(world.deps), { jobId });
  return world;
}

beforeAll(registerOrchestrators);

describe('planJob', () => {
  test('keeps plan and items, and marks the job running', async () => {
    const { artifacts, job } = await planned(fanOut);
    expect(job).toMatchObject({
      phase: 'running',
      tasksTotal: 3,
      startedAt: '2026-01-01T00:00:00.000Z',
    });
    expect(await artifacts.readJobFile(jobId, 'items/0.jsonl')).toBe('"a"\n{"b":1}\n');
    expect(await artifacts.readJobFile(jobId, 'plan.json')).toContain('"itemCount":2');
  });

  test('a job that is over, or was cancelled before it began, is not planned', async () => {
    const cancelled = new JobWorld(single);
    await cancelled.cancel();
    expect(await twice(planJob(cancelled.deps), { jobId })).toEqual({
      kind: 'over',
      outcome: { status: 'cancelled' },
    });
    const over = await new JobWorld(single).run();
    expect(await twice(planJob(over.deps), { jobId })).toEqual({
      kind: 'over',
      outcome: succeeded,
    });
  });

  test('items that are blobs are listed once: later ones do not count', async () => {
    const blobs = { container: 'reviews', prefix: '2026/' };
    const world = new JobWorld({ ...single, fanOut: { items: { blobs } } });
    const url = world.artifacts.put('reviews', '2026/a', 'x');
    await twice(planJob(world.deps), { jobId });
    world.artifacts.put('reviews', '2026/b', 'x');
    expect(await twice(planJob(world.deps), { jobId })).toMatchObject({ itemCount: 1 });
    expect(await world.artifacts.readJobFile(jobId, 'items/0.jsonl')).toBe(
      `${JSON.stringify(url)}\n`,
    );
  });

  test('an unknown job is an error', async () => {
    const { deps } = new JobWorld(single);
    const plan = Promise.resolve<unknown>(planJob(deps)({ jobId: 'x' }, new InvocationContext()));
    await expect(plan).rejects.toThrow('There is no job x.');
  });

  test('an input that breaks the contract names the wrong field', async () => {
    const { deps } = new JobWorld(single);
    const plan = Promise.resolve<unknown>(planJob(deps)({ jobId: 7 }, new InvocationContext()));
    await expect(plan).rejects.toThrow(/^The input of planJob does not fit .*string.*jobId$/);
  });
});

describe('readGroup', () => {
  test('says what the group is, and whether somebody cancelled', async () => {
    const world = await planned(single);
    expect(await twice(readGroup(world.deps), attempt)).toEqual({
      group: { state: 'absent' },
      cancelRequested: false,
    });
    await world.cancel();
    expect(await twice(readGroup(world.deps), attempt)).toMatchObject({ cancelRequested: true });
  });

  test('another item’s failure lets what runs go on', async () => {
    const world = await planned(single);
    await world.store.requestStop(jobId, 'itemFailed');
    expect(await twice(readGroup(world.deps), attempt)).toMatchObject({ cancelRequested: false });
  });
});

describe('collectAttempt', () => {
  test('keeps logs, results, output and cost on the task’s row', async () => {
    const world = await planned(single);
    await twice(createGroup(world.deps), { ...attempt, deadline });
    world.artifacts.put('results', `${jobId}/a.json`, 'x');
    world.artifacts.put('results', `${jobId}/result.json`, '{ "n": 1 }');
    await twice(collectAttempt(world.deps), { ...attempt, group: ended });
    const [row] = await world.tasks();
    expect(row).toMatchObject({
      results: [
        `https://account.blob.example/results/${jobId}/a.json`,
        `https://account.blob.example/results/${jobId}/result.json`,
      ],
      logs: [`https://account.blob.example/logs/${jobId}/0-1/main.txt`],
      output: '{"n":1}',
    });
    expect(row?.costUsd).toBeCloseTo(0.00786, 5);
  });

  test.each([
    ['is larger than 64 KB', JSON.stringify('x'.repeat(65_536))],
    ['is not JSON', 'oops'],
  ])('a result.json that %s is a result like others, and no output', async (_, text) => {
    const world = await planned(single);
    world.artifacts.put('results', `${jobId}/result.json`, text);
    await twice(collectAttempt(world.deps), { ...attempt, group: ended });
    const [row] = await world.tasks();
    expect(row?.results).toHaveLength(1);
    expect(row?.output).toBeUndefined();
  });

  test('a group without logs has none, and is no error', async () => {
    const world = await planned(single);
    await twice(collectAttempt(world.deps), { ...attempt, group: { state: 'absent' } });
    expect(await world.tasks()).toMatchObject([{ logs: [], results: [], costUsd: 0 }]);
  });
});

describe('deleteOrHandOver', () => {
  test('deletes a group, and one that is not there', async () => {
    const world = await planned(single);
    await twice(createGroup(world.deps), { ...attempt, deadline });
    expect(await twice(deleteOrHandOver(world.deps), attempt)).toBe('deleted');
    expect(world.groups.groups.size).toBe(0);
  });

  test('what nobody knows to be ours is looked at first: only a group of this attempt is deleted, or kept', async () => {
    const keepUntil = '2026-01-02T00:00:00.000Z';
    const world = await planned(single);
    await twice(createGroup(world.deps), { ...attempt, deadline });
    const unsure = { ...attempt, isUnsure: true };
    const elsewhere = { ...world.deps, settings: { ...settings, owner: 'another' } };
    const before = await world.groups.readTags(target, 'job1-0-1');
    expect(await twice(deleteOrHandOver(elsewhere), unsure)).toBe('deleted');
    expect(await twice(deleteOrHandOver(elsewhere), { ...unsure, keepUntil })).toBe('deleted');
    expect(await world.groups.readTags(target, 'job1-0-1')).toEqual(before);
    expect(await twice(deleteOrHandOver(world.deps), unsure)).toBe('deleted');
    expect(world.groups.groups.size).toBe(0);
  });

  test('a delete that fails is no error: the group is left to the sweeper', async () => {
    const { deps, groups } = new JobWorld(single);
    groups.delete = () => Promise.reject(new Error('409'));
    expect(await twice(deleteOrHandOver(deps), attempt)).toBe('leftToSweeper');
  });
});

describe('recordTask', () => {
  const record = { jobId, task: 0, attempts: 1, cleanup: 'deleted', stopOnFailure: true };
  const failed = { status: 'failed', class: 'container-exit', exitCode: 3, message: 'x' };

  test('a success is kept and stops nothing', async () => {
    const world = await planned(single);
    expect(await twice(recordTask(world.deps), { ...record, outcome: succeeded })).toEqual({});
    expect(await world.tasks()).toMatchObject([{ state: 'over', outcome: succeeded }]);
  });

  test('a failure stops the job where it is to, and says so', async () => {
    const stopping = await planned(single);
    const stop = await twice(recordTask(stopping.deps), { ...record, outcome: failed });
    expect(stop).toEqual({ stop: 'itemFailed' });
    const going = await planned(single);
    const on = { ...record, outcome: failed, stopOnFailure: false };
    expect(await twice(recordTask(going.deps), on)).toEqual({});
  });
});

describe('finishJob', () => {
  const finish = { jobId, outcome: succeeded, cleanup: 'deleted' };

  test('the first outcome stays, and is what every later call gives', async () => {
    const world = await planned(single);
    const first = { outcome: succeeded, hasReply: false };
    expect(await twice(finishJob(world.deps), finish)).toEqual(first);
    const later = { ...finish, outcome: { status: 'timedOut' } };
    expect(await twice(finishJob(world.deps), later)).toEqual(first);
    expect(world.job.outcome).toEqual(succeeded);
  });

  test('sums up what the tasks have cost', async () => {
    const world = await planned(fanOut);
    await world.store.putTask(jobId, 0, { costUsd: 0.5, attempts: 1 });
    await world.store.putTask(jobId, 1, { costUsd: 0.25, attempts: 1 });
    await twice(finishJob(world.deps), finish);
    expect(world.job).toMatchObject({ costUsd: 0.75, attempts: 2, phase: 'over' });
  });
});
