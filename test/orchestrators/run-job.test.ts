import { beforeAll, describe, expect, test } from '@jest/globals';
import type { GroupPlan } from '../../jobs/group-plan.ts';
import { jobId, JobWorld, oneContainer } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';

const single = { group: oneContainer };
const items = { from: 0, to: 5 };
const fanOut = { group: oneContainer, fanOut: { items, maxParallel: 3 } };
const reduced = { ...fanOut, reduce: { group: oneContainer } };
const tolerant = { ...reduced, fanOut: { ...fanOut.fanOut, onItemFailure: 'continue' } };
const names = (tasks: readonly number[]) => tasks.map((task) => `${jobId}-${task}-1`);
const taskOf = (group: GroupPlan) => Number(group.tags['task']);
/** Items 1 and 4 exit with 3, the others take longer and succeed. */
const twoFail = (group: GroupPlan) =>
  [1, 4].includes(taskOf(group)) ? { seconds: 1, exitCode: 3 } : { seconds: 30 };

beforeAll(registerOrchestrators);

describe('runJob', () => {
  test('a job of one container runs it, deletes it and has succeeded', async () => {
    const world = await new JobWorld(single).run();
    expect(world.job).toMatchObject({
      phase: 'over',
      outcome: { status: 'succeeded' },
      cleanup: 'deleted',
    });
    expect(world.groups.created).toEqual(names([0]));
    expect(world.groups.groups.size).toBe(0);
    expect(world.engine.of(jobId)).toMatchObject({ output: { status: 'succeeded' } });
  });

  test('a fan-out runs every item once, and the reduce after all of them', async () => {
    const world = await new JobWorld(reduced).run();
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, tasksSucceeded: 7 });
    expect(world.groups.created.toSorted()).toEqual(names([0, 1, 2, 3, 4, 5, 6]));
    expect(world.groups.created.at(-1)).toBe(`${jobId}-6-1`);
  });

  test('a job that came with an address for a reply is answered, once and when it is over', async () => {
    const world = new JobWorld(single);
    const reply = { queue: 'job-replies', correlationId: 'c-1' };
    await world.store.updateJob(jobId, { reply });
    await world.run();
    expect(world.replies).toMatchObject([reply]);
    expect(JSON.parse(world.replies[0]?.body ?? '')).toMatchObject({ phase: 'over' });
    expect(world.engine.of(jobId)).toMatchObject({ output: { status: 'succeeded' } });
  });

  test('a job that came with none is not', async () => {
    const world = await new JobWorld(single).run();
    expect(world.replies).toEqual([]);
  });

  test('no more groups run at once than maxParallel', async () => {
    let most = 0;
    const world = new JobWorld(fanOut, {
      beforeStep: (_, { groups }) => {
        most = Math.max(most, groups.groups.size);
      },
    });
    await world.run();
    expect(most).toBe(3);
  });

  test('a container that exits with 3 makes the job fail with that code, and its log is kept', async () => {
    const world = new JobWorld(single, {
      behaviourOf: () => ({ seconds: 1, exitCode: 3, log: 'no luck' }),
    });
    await world.run();
    expect(world.job.outcome).toMatchObject({ class: 'container-exit', exitCode: 3 });
    const [task] = await world.tasks();
    expect(task?.logs?.map((url) => world.artifacts.blobs.get(url))).toEqual(['no luck']);
  });

  test('onItemFailure stop: no further item is begun, what runs ends, and there is no reduce', async () => {
    const world = await new JobWorld(reduced, { behaviourOf: twoFail }).run();
    expect(world.groups.created.toSorted()).toEqual(names([0, 1, 2]));
    expect(world.job).toMatchObject({ tasksSucceeded: 2, tasksFailed: 1 });
    expect(world.job.outcome).toEqual({
      status: 'failed',
      class: 'container-exit',
      exitCode: 3,
      message: 'task 1: container main exited with 3 (1 of 6 items failed)',
    });
  });

  test('onItemFailure continue: all items run, then the job fails as its first failure did', async () => {
    const world = await new JobWorld(tolerant, { behaviourOf: twoFail }).run();
    expect(world.groups.created.toSorted()).toEqual(names([0, 1, 2, 3, 4, 5]));
    expect(world.job).toMatchObject({
      tasksSucceeded: 4,
      tasksFailed: 2,
      outcome: {
        class: 'container-exit',
        message: 'task 1: container main exited with 3 (2 of 6 items failed)',
      },
    });
  });

  test('a reduce that fails makes the job fail', async () => {
    const behaviourOf = (group: GroupPlan) => ({
      seconds: 1,
      exitCode: taskOf(group) === 6 ? 9 : 0,
    });
    const world = await new JobWorld(reduced, { behaviourOf }).run();
    expect(world.job).toMatchObject({
      outcome: { exitCode: 9 },
      tasksSucceeded: 6,
      tasksFailed: 1,
    });
  });

  test('the timeout is one for the whole job: running groups are deleted, no further item is begun', async () => {
    const late = { ...tolerant, timeout: 'PT1M' };
    const behaviourOf = (group: GroupPlan) => ({ seconds: taskOf(group) < 3 ? 5 : Infinity });
    const world = await new JobWorld(late, { behaviourOf }).run();
    expect(world.job.outcome).toEqual({ status: 'timedOut' });
    expect(world.groups.created.toSorted()).toEqual(names([0, 1, 2, 3, 4, 5]));
    expect(world.groups.groups.size).toBe(0);
    const seconds = (world.clock.at.getTime() - Date.parse('2026-01-01T00:00:00Z')) / 1000;
    expect(seconds).toBeLessThan(70);
  });

  test('a group that never starts is stuck after provisioningTimeout', async () => {
    const spec = { ...single, provisioningTimeout: 'PT2M' };
    const behaviourOf = () => ({ startsAfterSeconds: 1e6, seconds: 1 });
    const world = await new JobWorld(spec, { behaviourOf }).run();
    expect(world.job.outcome).toMatchObject({ status: 'failed', class: 'stuck' });
    expect(world.groups.groups.size).toBe(0);
  });

  test('a spec that cannot be planned ends the job before anything runs', async () => {
    const nothing = { ...fanOut, fanOut: { items: { blobs: { container: 'empty' } } } };
    const world = await new JobWorld(nothing).run();
    expect(world.job).toMatchObject({
      phase: 'over',
      outcome: { class: 'invalid-spec', message: 'no blob lies below empty/' },
    });
    expect(world.groups.created).toEqual([]);
  });

  test('started again after it is over, it gives its outcome and runs nothing', async () => {
    const world = await new JobWorld(reduced).run();
    const { created } = world.groups;
    const before = [...created];
    await world.run();
    expect(created).toEqual(before);
    expect(world.engine.of(jobId)).toMatchObject({ output: { status: 'succeeded' } });
  });

  test('every child runs under the version of its parent', async () => {
    const { engine } = await new JobWorld(reduced).run();
    expect(new Set(engine.executions.map(({ version }) => version))).toEqual(new Set(['1.0.0']));
  });
});

describe('the orchestrators of the workloads', () => {
  test('analyzeSentiment hands the blob to one container, and its result is the output of the job', async () => {
    const blobUrl = 'https://account.blob.example/reviews/a.jsonl';
    const input = { blobUrl };
    const world = new JobWorld({ workload: 'sentiment', input });
    world.artifacts.put('results', `${jobId}/result.json`, '{"documents": 2}');
    await world.run('analyzeSentiment', { jobId, input });
    expect(world.job).toMatchObject({
      outcome: { status: 'succeeded' },
      output: '{"documents":2}',
    });
  });

  test('renderScene runs a group for each tile and one that merges them', async () => {
    const input = { scene: 'spheres', width: 64, height: 36, samples: 1, tiles: 4, maxParallel: 2 };
    const seen: GroupPlan[] = [];
    const world = new JobWorld(
      { workload: 'render', input },
      {
        behaviourOf: (group) => {
          seen.push(group);
          return { seconds: 3 };
        },
      },
    );
    await world.run('renderScene', { jobId, input });
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, tasksTotal: 5 });
    const merge = seen.find((group) => taskOf(group) === 4);
    expect(merge?.containers[0]).toMatchObject({
      image: 'registry.example/render',
      command: ['node', 'main.ts', 'merge'],
    });
  });
});
