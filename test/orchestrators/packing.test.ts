import { beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { GroupPlan } from '../../jobs/group-plan.ts';
import { statusOf } from '../../jobs/job-status.ts';
import { jobId, JobWorld, oneContainer, type WorldOptions } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';

const Variables = z.record(z.string(), z.string());

const packed = (items: unknown, itemsPerGroup = 4) => ({
  group: oneContainer,
  fanOut: { items, itemsPerGroup, maxParallel: 2, onItemFailure: 'continue' },
});

interface Options extends WorldOptions {
  readonly says?: (task: number) => string | undefined;
  /** That lie in the container `reviews`. */
  readonly blobs?: readonly string[];
}

/** Runs it, and keeps what each group was given; `says` gives the `items.json` of a task. */
async function run(spec: unknown, { says, blobs = [], ...options }: Options = {}) {
  const given: { task: number; variables: Record<string, string> }[] = [];
  const behaviourOf = (group: GroupPlan) => {
    const task = Number(group.tags['task']);
    const [container] = group.containers;
    const variables = container?.environment.map((variable) => [
      variable.name,
      'value' in variable
        ? variable.value
        : 'secureValue' in variable
          ? variable.secureValue
          : variable.secretRef,
    ]);
    if (!given.some((known) => known.task === task))
      given.push({ task, variables: Variables.parse(Object.fromEntries(variables ?? [])) });
    const text = says?.(task);
    if (text !== undefined)
      world.artifacts.put('results', `${jobId}/tasks/${task}-1/items.json`, text);
    return options.behaviourOf?.(group) ?? { seconds: 3 };
  };
  const world: JobWorld = new JobWorld(spec, { ...options, behaviourOf });
  for (const name of blobs) world.artifacts.put('reviews', name, 'x');
  await world.run();
  given.sort((a, b) => a.task - b.task);
  return { world, given: given.map(({ variables }) => variables) };
}

beforeAll(registerOrchestrators);

describe('itemsPerGroup', () => {
  test('a group gets so many items as a list, the last one the rest', async () => {
    const { world, given } = await run(packed(['a', 'b', { c: 1 }, 'd', 'e']));
    expect(given.map(({ ITEM, ITEMS, TASK_COUNT }) => [ITEM, ITEMS, TASK_COUNT])).toEqual([
      [undefined, '["a","b",{"c":1},"d"]', '2'],
      [undefined, '["e"]', '2'],
    ]);
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, tasksTotal: 2 });
    expect(statusOf(world.job, '').items).toEqual({ total: 5, succeeded: 5, failed: 0 });
  });

  test('ITEMS_URL holds the same list, and is there alone when it is long', async () => {
    const long = Array.from({ length: 6 }, (_, n) => String(n).repeat(4000));
    const { world, given } = await run(packed(long, 5));
    expect(given.map(({ ITEMS }) => ITEMS?.length)).toEqual([undefined, 4004]);
    const [url = ''] = given.map(({ ITEMS_URL = '' }) => ITEMS_URL.replace(/[?].*/, ''));
    expect(JSON.parse(world.artifacts.blobs.get(url) ?? '')).toEqual(long.slice(0, 5));
  });

  test('numbers are packed too', async () => {
    const { given } = await run(packed({ from: 5, to: 10 }));
    expect(given.map(({ ITEMS }) => ITEMS)).toEqual(['[5,6,7,8]', '[9,10]']);
  });

  test('items that are blobs come as signed inputs as well', async () => {
    const { given } = await run(packed({ blobs: { container: 'reviews' } }, 2), {
      blobs: ['a', 'b', 'c'],
    });
    const names = given.map(({ INPUT_URLS: urls = '' }) =>
      [...urls.matchAll(/reviews[/](.)[?]/g)].map(([, name]) => name),
    );
    expect(names.sort()).toEqual([['a', 'b'], ['c']]);
  });

  test('300 items on several pages: each is given once', async () => {
    const items = Array.from({ length: 300 }, (_, n) => `item ${n}`);
    const { given } = await run(packed(items, 7));
    expect(given.flatMap(({ ITEMS = '[]' }) => JSON.parse(ITEMS) as unknown)).toEqual(items);
  });

  test('what a container says of its items is what counts', async () => {
    const says = (task: number) =>
      task === 0 ? '[{"index":2,"ok":false,"message":"no reviews"}]' : undefined;
    const { world } = await run(packed({ from: 0, to: 9 }), { says });
    expect(world.job.outcome).toMatchObject({
      status: 'failed',
      message: 'task 0: item 2 of it: no reviews (1 of 10 items failed)',
    });
    expect(world.job).toMatchObject({ itemsTotal: 10, itemsSucceeded: 9, itemsFailed: 1 });
  });

  test('a failure of a container fails those of its items that it had not finished', async () => {
    const { world } = await run(packed({ from: 0, to: 9 }), {
      says: (task) => (task === 1 ? '[{"index":0,"ok":true},{"index":1,"ok":true}]' : undefined),
      behaviourOf: ({ tags }) => ({ seconds: 3, exitCode: tags['task'] === '1' ? 9 : 0 }),
    });
    expect(world.job).toMatchObject({ itemsSucceeded: 8, itemsFailed: 2 });
    expect(world.job.outcome).toMatchObject({ exitCode: 9 });
  });

  test('a tolerated share is one of items, not of groups', async () => {
    const spec = packed({ from: 0, to: 9 });
    const tolerant = { ...spec, fanOut: { ...spec.fanOut, toleratedFailurePercentage: 20 } };
    const { world } = await run(tolerant, {
      says: () => '[{"index":0,"ok":false}]',
      behaviourOf: () => ({ seconds: 3 }),
    });
    expect(world.job).toMatchObject({ outcome: { status: 'failed' }, itemsFailed: 3 });
    const two = await run(tolerant, {
      says: (task) => (task < 2 ? '[{"index":0,"ok":false}]' : undefined),
    });
    expect(two.world.job).toMatchObject({ outcome: { status: 'succeeded' }, itemsFailed: 2 });
  });
});
