import type { HttpResponseInit } from '@azure/functions';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { GroupPlan } from '../../jobs/group-plan.ts';
import { retryFailed } from '../../triggers/http-retry-failed.ts';
import { jobId, JobWorld, oneContainer, specOf } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';
import { requestOf, World } from '../triggers/support/world.ts';

const fanOut = { items: { from: 100, to: 105 }, maxParallel: 2, onItemFailure: 'continue' };
const spec = { group: oneContainer, fanOut, reduce: { group: oneContainer } };
const taskOf = ({ tags }: GroupPlan) => Number(tags['task']);

/** Asks for a retry as the API does, and runs it to its end. */
async function retry(world: JobWorld, id = jobId): Promise<HttpResponseInit> {
  const triggers = new World();
  const orchestrations = {
    ...triggers.orchestrations,
    start: (name: string, instanceId: string, input: unknown) => {
      if (!world.engine.of(instanceId)) world.engine.start(name, input, instanceId);
      return Promise.resolve();
    },
  };
  const { artifacts, store, groups } = world;
  const { rejected, settings } = triggers;
  const deps = { rejected, settings, artifacts, store, groups, now: world.clock.now };
  const reply = await retryFailed(deps, orchestrations, requestOf({ method: 'POST', id }));
  await world.engine.run();
  return reply;
}

const newest = (world: JobWorld) => [...world.store.jobs.values()].at(-1);
const tasksCreatedBy = (world: JobWorld, id = '') =>
  world.groups.created
    .filter((name) => name.startsWith(id))
    .map((name) => Number(name.split('-')[1]));

beforeAll(registerOrchestrators);

describe('POST /api/jobs/{id}/retry-failed', () => {
  test('is a new job that runs the failed items under their own numbers, then the reduce over all', async () => {
    let isRepaired = false;
    const reduced: unknown[] = [];
    const items: unknown[] = [];
    const world = new JobWorld(spec, {
      behaviourOf: (group) => {
        const task = taskOf(group);
        const { environment } = group.containers[0] ?? { environment: [] };
        const find = (name: string) => environment.find((variable) => variable.name === name);
        world.artifacts.put('results', `${String(group.tags['job'])}/tasks/${task}-1/out`, 'x');
        if (task === 6) reduced.push(find('INPUT_URLS'));
        if (isRepaired && task < 6) items.push(find('ITEM'));
        return { seconds: 3, exitCode: !isRepaired && [1, 4].includes(task) ? 3 : 0 };
      },
    });
    await world.run();
    expect(world.job).toMatchObject({ outcome: { status: 'failed' }, tasksFailed: 2 });
    isRepaired = true;
    expect(await retry(world)).toMatchObject({ status: 202, jsonBody: { retryOf: jobId } });
    const again = newest(world);
    expect(again).toMatchObject({
      outcome: { status: 'succeeded' },
      tasksTotal: 3,
      retryOf: jobId,
    });
    expect(tasksCreatedBy(world, again?.id).toSorted()).toEqual([1, 4, 6]);
    expect(items).toContainEqual({ name: 'ITEM', value: '101' });
    const folders = [...JSON.stringify(reduced[0]).matchAll(/results[/](\w+)[/]tasks[/](\d)-1/g)];
    expect(folders.map(([, id, task]) => [id === jobId ? 'first' : 'again', task])).toEqual([
      ['first', '0'],
      ['again', '1'],
      ['first', '2'],
      ['first', '3'],
      ['again', '4'],
      ['first', '5'],
    ]);
  });

  test('asked twice it is one new job; a retry that fails has a retry of its own', async () => {
    let failing = [1, 4];
    const world = new JobWorld(spec, {
      behaviourOf: (group) => ({ seconds: 3, exitCode: failing.includes(taskOf(group)) ? 3 : 0 }),
    });
    await world.run();
    failing = [4];
    await retry(world);
    await retry(world);
    expect(world.store.jobs.size).toBe(2);
    const second = newest(world);
    expect(second).toMatchObject({ outcome: { status: 'failed' }, tasksTotal: 3 });
    failing = [];
    await retry(world, second?.id);
    const third = newest(world);
    expect(third).toMatchObject({ outcome: { status: 'succeeded' }, retryOf: second?.id });
    expect(tasksCreatedBy(world, third?.id)).toEqual([4, 6]);
  });

  test('items that were not begun are run as well', async () => {
    let exitCode = 3;
    const stops = { group: oneContainer, fanOut: { ...fanOut, onItemFailure: 'stop' } };
    const world = new JobWorld(stops, { behaviourOf: () => ({ seconds: 3, exitCode }) });
    await world.run();
    expect(world.groups.created.length).toBeLessThan(4);
    exitCode = 0;
    await retry(world);
    expect(newest(world)).toMatchObject({ outcome: { status: 'succeeded' }, tasksTotal: 6 });
  });

  test('a retry that was cancelled before it began is retried as what it was to be', async () => {
    let failing = [4];
    const world = new JobWorld(spec, {
      behaviourOf: (group) => ({ seconds: 3, exitCode: failing.includes(taskOf(group)) ? 3 : 0 }),
    });
    await world.run();
    failing = [];
    await world.store.addJob({ ...world.job, id: 'second', retryOf: jobId, tasksTotal: 0 });
    await world.store.claim(`retry:${jobId}`, 'second');
    await world.artifacts.saveJobFile('second', 'spec.json', JSON.stringify(specOf(spec)));
    await retry(world, 'second');
    const third = newest(world);
    expect(third).toMatchObject({ outcome: { status: 'succeeded' }, retryOf: 'second' });
    expect(tasksCreatedBy(world, third?.id)).toEqual([4, 6]);
  });

  test('where only the reduce failed, only the reduce is run', async () => {
    let exitCode = 3;
    const world = new JobWorld(spec, {
      behaviourOf: (group) => ({ seconds: 3, exitCode: taskOf(group) === 6 ? exitCode : 0 }),
    });
    await world.run();
    exitCode = 0;
    await retry(world);
    const again = newest(world);
    expect(again).toMatchObject({ outcome: { status: 'succeeded' }, tasksTotal: 1 });
    expect(tasksCreatedBy(world, again?.id)).toEqual([6]);
  });

  test('a job of one container is run again', async () => {
    let exitCode = 3;
    const single = { group: oneContainer };
    const world = new JobWorld(single, { behaviourOf: () => ({ seconds: 3, exitCode }) });
    await world.run();
    exitCode = 0;
    await retry(world);
    expect(newest(world)).toMatchObject({ outcome: { status: 'succeeded' }, tasksTotal: 1 });
  });

  test('a group of several items gets those that failed, and only those', async () => {
    const given: unknown[] = [];
    const packed = { group: oneContainer, fanOut: { ...fanOut, itemsPerGroup: 3 } };
    const world = new JobWorld(packed, {
      behaviourOf: ({ tags, containers }) => {
        if (tags['job'] === jobId && tags['task'] === '1')
          world.artifacts.put(
            'results',
            `${jobId}/tasks/1-1/items.json`,
            '[{"index":1,"ok":false}]',
          );
        given.push(containers[0]?.environment.find(({ name }) => name === 'ITEMS'));
        return { seconds: 3 };
      },
    });
    await world.run();
    expect(world.job).toMatchObject({ outcome: { status: 'failed' }, itemsFailed: 1 });
    await retry(world);
    expect(given.at(-1)).toEqual({ name: 'ITEMS', value: '[104]' });
    expect(newest(world)).toMatchObject({
      outcome: { status: 'succeeded' },
      itemsTotal: 1,
      itemsSucceeded: 1,
    });
  });

  test('is 409 while the job runs, and where nothing has failed; 404 for no job', async () => {
    const world = new JobWorld(spec);
    expect(await retry(world)).toMatchObject({ status: 409 });
    await world.run();
    expect(await retry(world)).toMatchObject({ status: 409 });
    expect(await retry(world, 'unknown')).toMatchObject({ status: 404 });
    expect(world.store.jobs.size).toBe(1);
  });
});
