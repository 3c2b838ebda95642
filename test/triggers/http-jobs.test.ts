import { describe, expect, test } from '@jest/globals';
import { emptyAdmission } from '../../jobs/admission/state.ts';
import { cancelJob } from '../../triggers/http-cancel-job.ts';
import { getJob } from '../../triggers/http-get-job.ts';
import { listJobs } from '../../triggers/http-list-jobs.ts';
import { jsonOf, requestOf, World } from './support/world.ts';

const succeeded = { status: 'succeeded' } as const;

describe('GET /api/jobs/{id}', () => {
  const get = (world: World, id: string) =>
    getJob(world, requestOf({ path: `/api/jobs/${id}`, id }));

  test('is 202 with Retry-After until the job is over, then 200', async () => {
    const world = new World();
    const { id } = await world.hasJob({ phase: 'waiting' });
    for (const phase of ['waiting', 'running'] as const) {
      await world.store.updateJob(id, { phase });
      await expect(get(world, id)).resolves.toMatchObject({
        status: 202,
        headers: { location: `/api/jobs/${id}`, 'retry-after': expect.stringMatching(/^\d+$/) },
        jsonBody: { id, phase },
      });
    }
    const outcome = {
      status: 'failed',
      class: 'container-exit',
      exitCode: 3,
      message: 'm',
    } as const;
    await world.store.updateJob(id, { phase: 'over', outcome });
    await expect(get(world, id)).resolves.toMatchObject({ status: 200, jsonBody: { outcome } });
  });

  test('counts the tasks, and links to where it was reached', async () => {
    const world = new World();
    const { id } = await world.hasJob({ tasksTotal: 3 });
    await world.store.putTask(id, 0, { state: 'over', outcome: succeeded, attempts: 1 });
    await world.store.putTask(id, 1, { state: 'running', attempts: 1 });
    await expect(get(world, id)).resolves.toMatchObject({
      jsonBody: {
        tasks: { total: 3, running: 1, succeeded: 1, failed: 0 },
        links: { cancel: `https://app.example/api/jobs/${id}/cancel` },
      },
    });
  });

  test.each(['unknown', 'NOT-an-id', "x' or 1 eq 1", '..'])('is 404 for %j', async (id) => {
    const world = new World();
    const reply = await getJob(world, requestOf({ id }));
    expect(reply).toMatchObject({
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
    });
  });
});

describe('GET /api/jobs', () => {
  const list = (world: World, query = '') =>
    listJobs(world, requestOf({ path: `/api/jobs${query}` }));

  test('lists the newest first, running ones with their tasks', async () => {
    const world = new World();
    await world.hasJob({ id: 'b', phase: 'over', outcome: succeeded, tasksSucceeded: 2 });
    await world.hasJob({ id: 'a' });
    await world.store.putTask('a', 0, { state: 'running' });
    await expect(list(world)).resolves.toMatchObject({
      jsonBody: {
        jobs: [
          { id: 'a', tasks: { running: 1 } },
          { id: 'b', tasks: { succeeded: 2 } },
        ],
      },
    });
  });

  test('takes the function key in its query, and a limit', async () => {
    const world = new World();
    await world.hasJob({ id: 'a' });
    await world.hasJob({ id: 'b' });
    const reply = await list(world, '?code=key&limit=1');
    expect(reply).toMatchObject({ jsonBody: { jobs: [{ id: 'a' }] } });
  });

  test('names every wrong parameter', async () => {
    const reply = await list(new World(), '?limit=0&continuation=%27&x=1');
    expect(reply.status).toBe(400);
    expect(jsonOf(reply)).toMatchObject({
      errors: [{ path: 'limit' }, { path: 'continuation' }, { path: '' }],
    });
  });
});

describe('POST /api/jobs/{id}/cancel', () => {
  const cancel = (world: World, id: string) =>
    cancelJob(world, world.orchestrations, requestOf({ method: 'POST', id }));

  test('writes it down, then wakes the watchers of the groups that run, and who waits to try again', async () => {
    const world = new World();
    const { id } = await world.hasJob();
    await world.store.putTask(id, 0, { state: 'over', group: 'job1-0-1' });
    await world.store.putTask(id, 1, { state: 'running', attempts: 1, group: 'job1-1-1' });
    await world.store.putTask(id, 2, { state: 'running', attempts: 3, group: 'job1-2-3' });
    await expect(cancel(world, id)).resolves.toMatchObject({ status: 202, jsonBody: { id } });
    await expect(world.store.readStop(id)).resolves.toBe('cancelled');
    expect(world.woken).toEqual([
      'watch-job1-1-1',
      'job1-task-1-attempt-1',
      'job1-task-1',
      'watch-job1-2-3',
      'job1-task-2-attempt-3',
      'job1-task-2',
    ]);
  });

  test('wakes those that wait for room, in each of the regions that the job may take', async () => {
    const world = new World();
    const { id } = await world.hasJob();
    const [target] = world.settings.targets;
    const spec = { timeout: 'PT1H', provisioningTimeout: 'PT10M', regions: ['East US', 'westus'] };
    const plan = { spec, target, location: 'eastus', itemCount: 3 };
    await world.artifacts.saveJobFile(id, 'plan.json', JSON.stringify(plan));
    const queue = (job: string, waiting: string[]) => {
      return { job, cores: 1, weight: 1, pass: 1, waiting };
    };
    const subscription = target?.subscriptionId ?? '';
    world.admissions.set(`${subscription}-westus`, {
      ...emptyAdmission,
      queues: [queue('other', ['0-1']), queue(id, ['1-1', '2-1'])],
    });
    world.admissions.set(`${subscription}-northeurope`, {
      ...emptyAdmission,
      queues: [queue(id, ['9-1'])],
    });
    await cancel(world, id);
    expect(world.woken).toEqual([`admit-${id}-1-1`, `admit-${id}-2-1`]);
  });

  test('may be repeated', async () => {
    const world = new World();
    const { id } = await world.hasJob({ phase: 'waiting' });
    await cancel(world, id);
    await expect(cancel(world, id)).resolves.toMatchObject({ status: 202 });
  });

  test('is 409 for a job that is over, and 404 for one that is not there', async () => {
    const world = new World();
    const { id } = await world.hasJob({ phase: 'over', outcome: succeeded });
    await expect(cancel(world, id)).resolves.toMatchObject({ status: 409 });
    await expect(world.store.readStop(id)).resolves.toBeUndefined();
    await expect(cancel(world, 'unknown')).resolves.toMatchObject({ status: 404 });
  });
});
