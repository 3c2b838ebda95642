import { text as textOf } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import type { HttpResponseInit } from '@azure/functions';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { getLogs } from '../../triggers/http-get-logs.ts';
import { requestOf, World } from './support/world.ts';

const get = (world: World, query = '', id = 'job1') =>
  getLogs(world, requestOf({ path: `/api/jobs/${id}/logs${query}`, id }));

async function bodyOf({ body }: HttpResponseInit): Promise<string> {
  if (!(body instanceof ReadableStream)) throw new Error('The body is not a stream.');
  return textOf(body);
}

/** A job with a task that is over, of two containers, and one that still runs. */
async function worldWithLogs(): Promise<World> {
  const world = new World();
  await world.hasJob();
  const { artifacts, store, groups, settings } = world;
  const logs = [
    await artifacts.appendLog('job1', '0-1/main.txt', 0, 'one\ntwo\nthree\n'),
    await artifacts.appendLog('job1', '0-1/side.txt', 0, 'aside'),
  ];
  await store.putTask('job1', 0, { state: 'over', group: 'job1-0-1', logs });
  const image = 'i';
  const spec = parseJobSpec({
    fanOut: { items: [1, 2] },
    group: { properties: { containers: [{ name: 'main', properties: { image } }] } },
  });
  const target = settings.targets[0] ?? { subscriptionId: '', resourceGroup: '' };
  const plan = { spec: spec.ok ? spec.spec : {}, target, location: 'westeurope', itemCount: 2 };
  await artifacts.saveJobFile('job1', 'plan.json', JSON.stringify(plan));
  const containers = [{ name: 'main', image, cpu: 1, memoryInGB: 1, environment: [] }];
  await groups.create(target, { name: 'job1-1-1', location: '', tags: {}, containers });
  await store.putTask('job1', 1, { state: 'running', group: 'job1-1-1' });
  return world;
}

describe('GET /api/jobs/{id}/logs', () => {
  test('gives all logs, archived and live, each with a line that says which it is', async () => {
    const reply = await get(await worldWithLogs());
    expect(reply.headers).toEqual({ 'content-type': 'text/plain; charset=utf-8' });
    await expect(bodyOf(reply)).resolves.toBe(
      [
        '==> task 0, container main <==\none\ntwo\nthree\n\n',
        '==> task 0, container side <==\naside\n',
        '==> task 1, container main <==\nso far\n\n',
      ].join(''),
    );
  });

  test('gives one log as it is', async () => {
    const world = await worldWithLogs();
    await expect(bodyOf(await get(world, '?task=0&container=main'))).resolves.toBe(
      'one\ntwo\nthree\n',
    );
    await expect(bodyOf(await get(world, '?task=1'))).resolves.toBe('so far\n');
  });

  test.each([
    ['?task=0&container=main&tail=2', 'two\nthree\n'],
    ['?task=0&container=main&tail=99', 'one\ntwo\nthree\n'],
    ['?task=0&container=side&tail=1', 'aside'],
  ])('gives the last lines: %s', async (query, expected) => {
    await expect(bodyOf(await get(await worldWithLogs(), query))).resolves.toBe(expected);
  });

  test('gives those of an attempt that was not the last', async () => {
    const world = await worldWithLogs();
    await world.artifacts.appendLog('job1', '0-1/main.txt', 0, 'gave up\n');
    await world.artifacts.appendLog('job1', '1-1/main.txt', 0, 'gave up, too\n');
    await world.store.putTask('job1', 1, { group: 'job1-1-3' });
    await expect(bodyOf(await get(world, '?task=1&attempt=1'))).resolves.toBe('gave up, too\n');
    await expect(get(world, '?task=1&attempt=2')).resolves.toMatchObject({ status: 404 });
    await expect(get(world, '?task=1&attempt=4')).resolves.toMatchObject({ status: 404 });
    await expect(get(world, '?task=1&attempt=0')).resolves.toMatchObject({ status: 400 });
  });

  test('of all tasks are those of one attempt, each with a line that says so', async () => {
    const world = await worldWithLogs();
    await world.store.putTask('job1', 1, { group: 'job1-1-2' });
    await world.artifacts.appendLog('job1', '1-1/main.txt', 0, 'gave up\n');
    await expect(bodyOf(await get(world, '?container=main&attempt=1'))).resolves.toBe(
      [
        '==> task 0, container main <==\none\ntwo\nthree\n\n',
        '==> task 1, container main, attempt 1 <==\ngave up\n\n',
      ].join(''),
    );
  });

  test('is empty while there is nothing yet', async () => {
    const world = new World();
    await world.hasJob({ phase: 'waiting' });
    await expect(bodyOf(await get(world))).resolves.toBe('');
  });

  test('is 404 for an unknown job, task or container, and 400 for a wrong query', async () => {
    const world = await worldWithLogs();
    await expect(get(world, '', 'unknown')).resolves.toMatchObject({ status: 404 });
    await expect(get(world, '?task=7')).resolves.toMatchObject({ status: 404 });
    await expect(get(world, '?task=0&container=no')).resolves.toMatchObject({ status: 404 });
    await expect(get(world, '?task=x&tail=0&follow=1')).resolves.toMatchObject({ status: 400 });
  });

  test('of a job with many tasks stops at a hundred and says so', async () => {
    const world = new World();
    await world.hasJob();
    for (let task = 0; task < 130; task += 1) {
      const logs = [await world.artifacts.appendLog('job1', `${task}-1/main.txt`, 0, 'x\n')];
      await world.store.putTask('job1', task, { logs });
    }
    const text = await bodyOf(await get(world));
    expect(text.match(/==> task/g)).toHaveLength(100);
    expect(text).toContain('30 more tasks');
  });
});
