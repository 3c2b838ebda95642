import { beforeAll, describe, expect, test } from '@jest/globals';
import { createGroup } from '../../activities/create-group.ts';
import { planJob } from '../../activities/plan-job.ts';
import type { StopReason } from '../../jobs/outcome.ts';
import { jobId, JobWorld, oneContainer, target } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';
import { twice } from '../support/twice.ts';

const single = { group: oneContainer };
const items = ['a', { b: 1 }];
const fanOut = { group: oneContainer, fanOut: { items }, reduce: { group: oneContainer } };
const attempt = { jobId, task: 0, attempt: 1, target };
const deadline = '2026-01-01T01:00:00.000Z';
const succeeded = { status: 'succeeded' };

async function planned(spec: unknown): Promise<JobWorld> {
  const world = new JobWorld(spec);
  await twice(planJob(world.deps), { jobId });
  return world;
}

function environmentOf(world: JobWorld, name: string): Map<string, string> {
  const plan = world.groups.groups.get(name)?.plan;
  const variables = plan?.containers[0]?.environment ?? [];
  return new Map(
    variables.map((variable) => [
      variable.name,
      'value' in variable
        ? variable.value
        : `secure ${'secureValue' in variable ? variable.secureValue : variable.secretRef}`,
    ]),
  );
}

beforeAll(registerOrchestrators);

describe('createGroup', () => {
  test('makes one group with signed URLs, and a row by which a canceller finds its watcher', async () => {
    const world = await planned(fanOut);
    expect(await twice(createGroup(world.deps), { ...attempt, task: 1, deadline })).toEqual({
      result: 'created',
    });
    expect(world.groups.created).toEqual([`${jobId}-1-1`]);
    expect(await world.tasks()).toMatchObject([
      { task: 1, state: 'running', group: `${jobId}-1-1` },
    ]);
    const environment = environmentOf(world, `${jobId}-1-1`);
    expect(environment.get('ITEM')).toBe('{"b":1}');
    expect(environment.get('OUTPUT_URL')).toBe(
      `secure https://account.blob.example/results/${jobId}/tasks/1-1/?se=2026-01-01T01:15:00.000Z&sp=cw&sig=s`,
    );
    expect(environment.has('INPUT_URL')).toBe(false);
  });

  test('has a group looked for longer where it was begun before, but not after a quota has refused it', async () => {
    const world = await planned(single);
    const name = `${jobId}-0-1`;
    await twice(createGroup(world.deps), { ...attempt, deadline });
    expect(world.groups.resumed).toEqual([name]);
    await world.groups.delete(target, name);
    await twice(createGroup(world.deps), { ...attempt, deadline, round: 2 });
    expect(world.groups.resumed).toEqual([name, name]);
  });

  test('a task whose item is a blob reads that blob first, then what all tasks read', async () => {
    const inputs = ['https://account.blob.example/c/shared'];
    const blobs = { container: 'reviews', prefix: '' };
    const world = new JobWorld({ ...single, artifacts: { inputs }, fanOut: { items: { blobs } } });
    world.artifacts.put('reviews', 'a', 'x');
    await twice(planJob(world.deps), { jobId });
    await twice(createGroup(world.deps), { ...attempt, deadline });
    const environment = environmentOf(world, `${jobId}-0-1`);
    expect(environment.get('INPUT_URL')).toMatch('secure https://account.blob.example/reviews/a?');
    expect(environment.get('INPUT_URLS')).toMatch(/reviews\/a.*c\/shared/);
  });

  test('the reduce reads what the succeeded tasks wrote', async () => {
    const world = await planned(fanOut);
    for (const task of [0, 1]) {
      world.artifacts.put('results', `${jobId}/tasks/${task}-1/part`, 'x');
      await world.store.putTask(jobId, task, {
        state: 'over',
        attempts: 1,
        outcome: { status: 'succeeded' },
      });
    }
    await twice(createGroup(world.deps), { ...attempt, task: 2, deadline });
    const environment = environmentOf(world, `${jobId}-2-1`);
    expect(environment.get('INPUT_URLS')).toMatch(/tasks\/0-1\/part.*tasks\/1-1\/part/);
    expect(environment.has('ITEM')).toBe(false);
  });

  test('a reduce whose inputs do not fit into a variable is refused by a clear word', async () => {
    const world = await planned(fanOut);
    for (let n = 0; n < 2000; n += 1)
      world.artifacts.put('results', `${jobId}/tasks/0-1/part-${n}`, 'x');
    await world.store.putTask(jobId, 0, {
      state: 'over',
      attempts: 1,
      outcome: { status: 'succeeded' },
    });
    expect(await twice(createGroup(world.deps), { ...attempt, task: 2, deadline })).toMatchObject({
      result: 'refused',
      class: 'invalid-spec',
      message: '2000 inputs are too many: INPUT_URLS would be 204891 long',
    });
    expect(world.groups.created).toEqual([]);
  });

  test.each<[StopReason, object]>([
    ['cancelled', { status: 'cancelled' }],
    ['itemFailed', { status: 'skipped' }],
  ])('when the job is stopped (%s) nothing is made', async (why, outcome) => {
    const world = await planned(single);
    await world.store.requestStop(jobId, why);
    expect(await twice(createGroup(world.deps), { ...attempt, deadline })).toEqual({
      result: 'notNeeded',
      outcome,
    });
    expect(world.groups.created).toEqual([]);
  });

  test('past the deadline nothing is made', async () => {
    const world = await planned(single);
    const late = { ...attempt, deadline: '2025-12-31T23:59:59.000Z' };
    expect(await twice(createGroup(world.deps), late)).toMatchObject({
      outcome: { status: 'timedOut' },
    });
  });

  test('a task that is over keeps its outcome and is not run again', async () => {
    const world = await new JobWorld(single).run();
    world.store.stops.clear();
    const { created } = world.groups;
    expect(await twice(createGroup(world.deps), { ...attempt, deadline })).toEqual({
      result: 'notNeeded',
      outcome: succeeded,
      attempts: 1,
    });
    expect(created).toHaveLength(1);
  });
});
