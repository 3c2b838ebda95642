import { beforeAll, describe, expect, test } from '@jest/globals';
import type { GroupPlan } from '../../jobs/group-plan.ts';
import { JobWorld, oneContainer } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';

const failing =
  (...tasks: readonly number[]) =>
  ({ tags }: GroupPlan) => ({ seconds: 3, exitCode: tasks.includes(Number(tags['task'])) ? 3 : 0 });
const job = (onItemFailure: 'stop' | 'continue', toleratedFailurePercentage: number) => ({
  group: oneContainer,
  fanOut: { items: { from: 0, to: 9 }, maxParallel: 2, onItemFailure, toleratedFailurePercentage },
  reduce: { group: oneContainer },
});

beforeAll(registerOrchestrators);

describe('toleratedFailurePercentage', () => {
  test.each(['stop', 'continue'] as const)(
    '%s: with no more failures the job succeeds, and its reduce runs',
    async (onItemFailure) => {
      const world = new JobWorld(job(onItemFailure, 20), { behaviourOf: failing(0, 5) });
      await world.run();
      expect(world.job).toMatchObject({
        outcome: { status: 'succeeded' },
        tasksSucceeded: 9,
        tasksFailed: 2,
      });
      expect(world.groups.created).toContain('job1-10-1');
    },
  );

  test('stop: with one more, no further item is begun', async () => {
    const world = new JobWorld(job('stop', 19), { behaviourOf: failing(0, 1) });
    await world.run();
    expect(world.job.outcome).toMatchObject({
      status: 'failed',
      message: 'task 0: container main exited with 3 (2 of 10 items failed)',
    });
    expect(world.groups.created.length).toBeLessThan(6);
  });

  test('continue: with one more all items are tried, then the job fails without its reduce', async () => {
    const world = new JobWorld(job('continue', 19), { behaviourOf: failing(0, 1) });
    await world.run();
    expect(world.job).toMatchObject({ outcome: { status: 'failed' }, tasksSucceeded: 8 });
    expect(world.groups.created).toHaveLength(10);
  });

  test('a share of an item is none', async () => {
    const world = new JobWorld(job('continue', 9.9), { behaviourOf: failing(4) });
    await world.run();
    expect(world.job.outcome).toMatchObject({ status: 'failed' });
  });
});
