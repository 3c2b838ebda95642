import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ActivityHandler } from 'durable-functions';
import * as df from 'durable-functions';
import { newJobId } from '../../jobs/job-id.ts';
import { JobWorld, oneContainer, type WorldOptions } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';

beforeAll(() => {
  registerOrchestrators();
  df.app.orchestration('theirs', function* (context) {
    const { spec, instanceId } = context.df.getInput<{ spec: unknown; instanceId?: string }>();
    const jobId = newJobId(context.df.currentUtcDateTime, context.df.newGuid('job'));
    const outcome: unknown = yield context.df.callSubOrchestrator(
      'runJob',
      { jobId, spec },
      instanceId ?? jobId,
      context.df.version,
    );
    return { jobId, outcome };
  });
});

/** A world in which another app's orchestrator has run a job of this spec. */
async function called(
  spec: unknown,
  instanceId?: string,
  wrap?: WorldOptions['wrap'],
): Promise<JobWorld> {
  const world = new JobWorld({ group: oneContainer }, wrap ? { wrap } : {});
  world.store.jobs.clear();
  world.engine.start('theirs', { spec, ...(instanceId && { instanceId }) }, 'theirs-1');
  await world.engine.run();
  return world;
}

describe('runJob, called by an orchestrator of another app', () => {
  test('runs the job of a spec, which is a job like all others', async () => {
    const world = await called({ name: 'theirs', labels: { a: 'b' }, group: oneContainer });
    const [job] = world.store.jobs.values();
    expect(job).toMatchObject({
      name: 'theirs',
      trigger: 'orchestration',
      labels: { a: 'b' },
      phase: 'over',
      outcome: { status: 'succeeded' },
      tasksSucceeded: 1,
    });
    expect(world.groups.created).toEqual([`${job?.id}-0-1`]);
    expect(world.groups.groups.size).toBe(0);
  });

  test('runs a workload of ours', async () => {
    const world = await called({ workload: 'render', input: { tiles: 2 } });
    const [job] = world.store.jobs.values();
    expect(job).toMatchObject({ workload: 'render', outcome: { status: 'succeeded' } });
    expect(world.groups.created).toHaveLength(3);
  });

  test('gives every wrong field of a spec as the outcome, and runs nothing', async () => {
    const world = await called({ group: oneContainer, nmae: 1, timeout: 'soon' });
    const [job] = world.store.jobs.values();
    expect(job?.outcome).toEqual({
      status: 'failed',
      class: 'invalid-spec',
      message: expect.stringMatching(/timeout must be an ISO 8601.*nmae is not a field/),
    });
    expect(world.groups.created).toEqual([]);
  });

  test.each([
    ['a blob of another account', { artifacts: { inputs: ['https://evil.example/in/a'] } }],
    ['an internal blob', { artifacts: { inputs: ['https://account.blob.example/jobs/j/a'] } }],
    ['internal blobs', { fanOut: { items: { blobs: { container: 'logs', prefix: '' } } } }],
    ['somebody who may not be told', { notify: [{ storageQueue: 'others' }] }],
    ['a container that nobody can hear', { completion: 'push' }],
    ['another resource group', { target: { resourceGroup: 'others' } }],
    ['an unknown activity', { group: undefined, steps: [{ name: 'a', activity: { name: 'x' } }] }],
    [
      'an internal blob of a step',
      {
        group: undefined,
        steps: [
          {
            name: 'a',
            job: {
              group: oneContainer,
              artifacts: { inputs: ['https://account.blob.example/logs/j/a'] },
            },
          },
        ],
      },
    ],
  ])('refuses %s as the triggers do, however often it is asked', async (_, more) => {
    const again = (name: string, handler: ActivityHandler): ActivityHandler =>
      name === 'planJob'
        ? async (input, context) => {
            await handler(input, context);
            const result: unknown = await handler(input, context);
            return result;
          }
        : handler;
    const world = await called({ group: oneContainer, ...more }, undefined, again);
    const [job] = world.store.jobs.values();
    expect(job?.outcome).toMatchObject({ status: 'failed', class: 'invalid-spec' });
    expect(world.groups.created).toEqual([]);
  });

  test('refuses an instance that could not be found by the id of the job', async () => {
    const world = await called({ group: oneContainer }, 'another');
    expect(world.store.jobs.size).toBe(0);
    expect(world.groups.created).toEqual([]);
  });
});
