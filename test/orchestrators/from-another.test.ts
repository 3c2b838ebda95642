import { beforeAll, describe, expect, test } from '@jest/globals';
import * as df from 'durable-functions';
import { newJobId } from '../../jobs/job-id.ts';
import { JobWorld, oneContainer } from '../support/job-world.ts';
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
async function called(spec: unknown, instanceId?: string): Promise<JobWorld> {
  const world = new JobWorld({ group: oneContainer });
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

  test('refuses an instance that could not be found by the id of the job', async () => {
    const world = await called({ group: oneContainer }, 'another');
    expect(world.store.jobs.size).toBe(0);
    expect(world.groups.created).toEqual([]);
  });
});
