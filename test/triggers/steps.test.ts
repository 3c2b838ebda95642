import { describe, expect, test } from '@jest/globals';
import { cancelJob } from '../../triggers/http-cancel-job.ts';
import { estimateJob } from '../../triggers/http-estimate.ts';
import { getJob } from '../../triggers/http-get-job.ts';
import { getLogs } from '../../triggers/http-get-logs.ts';
import { listJobs } from '../../triggers/http-list-jobs.ts';
import { postJob } from '../../triggers/http-post-job.ts';
import { retryFailed } from '../../triggers/http-retry-failed.ts';
import { resumeJobs } from '../../triggers/resume-jobs.ts';
import { sweepGroups } from '../../triggers/sweep-groups.ts';
import { group, job, steps, succeeded, worldOf } from './support/steps.ts';
import { account, jsonOf, requestOf, World } from './support/world.ts';

describe('the status of a job of steps', () => {
  test('shows its steps, which of them asks, and by which links one answers', async () => {
    const world = await worldOf(['two']);
    const compensation = { kind: 'job', state: 'running' } as const;
    await world.store.changeStep('job1', 0, { compensation });
    const status = jsonOf(await getJob(world, requestOf({ id: 'job1' })));
    const self = 'https://app.example/api/jobs/job1';
    expect(status).toMatchObject({
      waitingFor: { what: 'approval', step: 'two' },
      steps: [
        {
          name: 'build',
          kind: 'job',
          state: 'over',
          outcome: succeeded,
          job: `${self}-s0`,
          compensation: { state: 'running', job: `${self}-c0` },
        },
        { name: 'one', state: 'waiting' },
        { name: 'two', state: 'running' },
        { name: 'ship', state: 'waiting' },
      ],
      links: { approve: `${self}/approve`, reject: `${self}/reject` },
    });
  });

  test('sums up the tasks of all, says what one of them waits for, and gives the results of its last step', async () => {
    const world = await worldOf([]);
    for (const id of ['job1-s0', 'job1-s3']) {
      const waitingFor = id === 'job1-s3' ? ({ what: 'quota', place: 4 } as const) : undefined;
      await world.hasJob({ id, parent: 'job1', tasksTotal: 2, waitingFor });
      await world.store.putTask(id, 0, {
        state: 'over',
        outcome: succeeded,
        attempts: 2,
        costUsd: 0.5,
        results: [`${account}/results/${id}/x`],
      });
    }
    const status = jsonOf(await getJob(world, requestOf({ id: 'job1' })));
    expect(status).toMatchObject({
      tasks: { total: 4, succeeded: 2 },
      waitingFor: { what: 'quota', place: 4 },
      attempts: 4,
      costUsd: 1,
      results: [`${account}/results/job1-s3/x`],
    });
    expect(status).not.toHaveProperty('links.approve');
  });

  test('is that of a job for each of its steps', async () => {
    const world = await worldOf([]);
    await world.hasJob({ id: 'job1-s0', parent: 'job1' });
    const reply = await getJob(world, requestOf({ id: 'job1-s0' }));
    expect(reply).toMatchObject({ status: 202, jsonBody: { id: 'job1-s0', parent: 'job1' } });
  });
});

describe('GET /api/jobs/{id}/logs', () => {
  test('gives the logs of all steps, each with its name', async () => {
    const world = await worldOf([]);
    const url = world.artifacts.put('logs', 'job1-s0/0-1/main.txt', 'built\n');
    await world.hasJob({ id: 'job1-s0', parent: 'job1' });
    await world.store.putTask('job1-s0', 0, { state: 'over', logs: [url] });
    const undone = world.artifacts.put('logs', 'job1-c0/0-1/main.txt', 'undone\n');
    await world.store.putTask('job1-c0', 0, { state: 'over', logs: [undone] });
    await world.store.changeStep('job1', 0, { compensation: { kind: 'job', state: 'running' } });
    const { body } = await getLogs(world, requestOf({ id: 'job1' }));
    expect(await new Response(body instanceof ReadableStream ? body : null).text()).toBe(
      '==> step build, task 0, container main <==\nbuilt\n\n' +
        '==> undoing build, task 0, container main <==\nundone\n\n',
    );
  });

  test('follows the log of one step only', async () => {
    const request = requestOf({ id: 'job1', path: '/api/jobs/job1/logs?follow=true' });
    const reply = await getLogs(await worldOf([]), request);
    expect(jsonOf(reply)).toMatchObject({ status: 400, errors: [{ path: 'follow' }] });
  });
});

test('GET /api/jobs lists the jobs that are steps only when their parent is named', async () => {
  const world = await worldOf([]);
  await world.hasJob({ id: 'job1-s0', parent: 'job1' });
  const list = (query: string) => listJobs(world, requestOf({ path: `/api/jobs${query}` }));
  const ids = async (query: string) =>
    JSON.stringify(jsonOf(await list(query))).match(/"id":"[^"]+"/g);
  expect(await ids('')).toEqual(['"id":"job1"']);
  expect(await ids('?parent=job1')).toEqual(['"id":"job1-s0"']);
  expect((await list("?parent=x'")).status).toBe(400);
});

test('POST /api/jobs/{id}/cancel stops the jobs of all steps, and wakes them and those that wait', async () => {
  const world = await worldOf(['two']);
  await world.hasJob({ id: 'job1-s0', parent: 'job1' });
  await world.store.putTask('job1-s0', 0, { state: 'running', attempts: 1 });
  await cancelJob(world, world.orchestrations, requestOf({ method: 'POST', id: 'job1' }));
  for (const id of ['job1', 'job1-s0', 'job1-s3'])
    await expect(world.store.readStop(id)).resolves.toBe('cancelled');
  await expect(world.store.readStop('job1-c0')).resolves.toBeUndefined();
  expect(world.woken.sort()).toEqual([
    'job1-await-1',
    'job1-await-2',
    'job1-await-3',
    'job1-s0-task-0',
    'job1-s0-task-0-attempt-1',
    'watch-job1-s0-0-1',
  ]);
});

describe('a spec with steps', () => {
  const errorsOf = async (world: World, spec: unknown): Promise<unknown> => {
    const request = requestOf({ method: 'POST', body: JSON.stringify(spec) });
    return jsonOf(await postJob(world, world.orchestrations, request));
  };

  test('is run by runJob', async () => {
    const world = new World();
    await errorsOf(world, { steps });
    expect(world.started).toMatchObject([{ name: 'runJob' }]);
  });

  test('is held to what the deployment allows, in every job of it', async () => {
    const identity =
      '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one';
    const bad = {
      group: {
        ...group,
        identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } },
      },
      completion: 'push',
      artifacts: {
        inputs: [{ step: 'a' }, `${account}/jobs/x/spec.json`, 'https://else.example/a/b'],
      },
    };
    const spec = {
      steps: [
        { name: 'a', job },
        { name: 'b', job: { ...bad, group }, compensate: { job: bad } },
        { name: 'c', activity: { name: 'load' }, compensate: { activity: { name: 'undo' } } },
      ],
    };
    const world = new World();
    Object.assign(world.settings, { stepActivities: ['load'] });
    const at = (where: string, field: string) =>
      expect.objectContaining({ path: `steps[1].${where}.${field}` }) as unknown;
    const both = (field: string) => [at('job', field), at('compensate.job', field)];
    expect(await errorsOf(world, spec)).toMatchObject({
      errors: expect.arrayContaining([
        ...both('artifacts.inputs[1]'),
        ...both('artifacts.inputs[2]'),
        ...both('completion'),
        {
          path: 'steps[2].compensate.activity.name',
          message: 'is no activity that this deployment has for steps',
        },
      ]),
    });
    expect(JSON.stringify(await errorsOf(world, spec))).toContain(
      'steps[1].compensate.job.group.identity.userAssignedIdentities',
    );
    expect(world.started).toEqual([]);
  });
});

describe('the estimate of a job of steps', () => {
  const world = new World();
  const settings = { ...world.settings, defaultRegion: 'eastus', imagePrefix: 'r' };
  const deps = { artifacts: world.artifacts, store: world.store, settings };
  const estimate = async (spec: unknown, query = '?secondsPerTask=570'): Promise<unknown> => {
    const path = `/api/jobs/estimate${query}`;
    return jsonOf(
      await estimateJob(deps, requestOf({ method: 'POST', path, body: JSON.stringify(spec) })),
    );
  };
  const many = { group, fanOut: { items: { from: 1, to: 4 }, maxParallel: 2 } };
  /** Of one vCPU and 1.5 GB in East US. */
  const usdPerMinute = (0.0405 + 1.5 * 0.00445) / 60;

  test('adds up a chain, of which one step runs at a time', async () => {
    const chain = [
      { name: 'a', job },
      { name: 'ask', approval: {} },
      { name: 'b', job: many },
    ];
    const reply = await estimate({ steps: chain }, '?secondsPerTask=570&runsPerDay=10');
    expect(reply).toMatchObject({
      region: 'eastus',
      tasks: 5,
      minutes: { expected: 30, most: 60 + 24 * 60 + 60 },
      quota: { groups: 2, cores: 2, creates: 5 },
      perMonth: { runs: expect.any(Number) },
    });
    expect(reply).toHaveProperty('costUsd.expected', expect.closeTo(50 * usdPerMinute, 5));
  });

  test('takes the longest way through what runs side by side, within the time and the budget of all', async () => {
    const sides = [
      { name: 'a', job, dependsOn: [] },
      { name: 'b', job: many, dependsOn: [] },
      { name: 'c', job, dependsOn: ['a', 'b'] },
    ];
    const spec = { timeout: 'PT50M', budget: { usd: 0.01 }, steps: sides };
    const reply = await estimate(spec);
    expect(reply).toMatchObject({
      minutes: { expected: 30, most: 50 },
      quota: { groups: 4, cores: 4 },
    });
    // A minute of each goes by before somebody looks.
    expect(reply).toHaveProperty('costUsd.most', expect.closeTo(0.01 + 4 * usdPerMinute, 5));
  });

  test('names the step whose job cannot be planned, and refuses one without containers', async () => {
    const items = { blobs: { container: 'reviews', prefix: 'none/' } };
    const bad = [
      { name: 'a', job },
      { name: 'b', job: { group, fanOut: { items } } },
    ];
    expect(await estimate({ steps: bad })).toMatchObject({ errors: [{ path: 'steps[1].job' }] });
    expect(await estimate({ steps: [{ name: 'ask', approval: {} }] })).toMatchObject({
      status: 400,
      errors: [{ path: 'steps' }],
    });
  });
});

test('POST /api/jobs/{id}/retry-failed is 409 for a job of steps', async () => {
  const world = await worldOf();
  await world.store.updateJob('job1', { phase: 'over', outcome: { status: 'cancelled' } });
  const reply = await retryFailed(world, world.orchestrations, requestOf({ id: 'job1' }));
  expect(jsonOf(reply)).toMatchObject({ status: 409, title: expect.stringContaining('steps') });
});

describe('the timers', () => {
  test('start no step by itself, and the whole not before all of it has ended', async () => {
    const world = await worldOf();
    await world.artifacts.saveJobFile('job1', 'spec.json', '{"workload":"render"}');
    await world.hasJob({ id: 'job1-s3', parent: 'job1' });
    await world.orchestrations.start('runJob', 'job1-s3', {});
    world.started.push({ name: 'runJob', id: 'job1', input: {} });
    world.ended.add('job1');
    world.time = new Date(world.time.getTime() + 3_600_000);
    const before = world.started.length;
    await resumeJobs(world, world.orchestrations, world.context);
    expect(world.started).toHaveLength(before);
  });

  test('call the whole clean when the groups of its steps are gone', async () => {
    const world = new World();
    const over = {
      phase: 'over',
      cleanup: 'leftToSweeper',
      finishedAt: world.time.toISOString(),
    } as const;
    await world.hasJob({ ...over, stepsTotal: 1 });
    await world.hasJob({ ...over, id: 'job1-s0', parent: 'job1' });
    const tags = { owner: 'us', kind: 'job', job: 'job1-s0' };
    const plan = { name: 'job1-s0-0-1', tags, containers: [] };
    Object.assign(world.groups, {
      listOwned: async function* () {
        if (world.groups.created.length === 0) yield await Promise.resolve(plan);
      },
    });
    await sweepGroups(world, world.context);
    await expect(world.store.readJob('job1')).resolves.toMatchObject({ cleanup: 'leftToSweeper' });
    world.groups.created.push('gone');
    await sweepGroups(world, world.context);
    for (const id of ['job1', 'job1-s0'])
      await expect(world.store.readJob(id)).resolves.toMatchObject({ cleanup: 'deleted' });
  });
});
