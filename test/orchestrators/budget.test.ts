import { beforeAll, describe, expect, test } from '@jest/globals';
import { JobWorld, oneContainer } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';

beforeAll(registerOrchestrators);

/** Of one vCPU and 1.5 GB in East US. */
const usdPerSecond = (0.0405 + 1.5 * 0.00445) / 3600;
const overBudget = { status: 'failed', class: 'over-budget' };

const spec = (seconds: number, more: object = {}) => ({
  group: oneContainer,
  timeout: 'PT5H',
  budget: { usd: seconds * usdPerSecond },
  ...more,
});

describe('a budget', () => {
  test('ends a container that runs on, within a minute after it is spent, and deletes its group', async () => {
    const world = new JobWorld(spec(600), { behaviourOf: () => ({ seconds: 7200 }) });
    await world.run();
    expect(world.job).toMatchObject({ phase: 'over', outcome: overBudget });
    expect(world.groups.groups.size).toBe(0);
    const seconds = (world.job.costUsd ?? 0) / usdPerSecond;
    expect(seconds).toBeGreaterThanOrEqual(600);
    expect(seconds).toBeLessThan(600 + 75);
    expect(await world.tasks()).toMatchObject([{ outcome: { status: 'cancelled' } }]);
  });

  test('is that of all tasks together: no further item is begun once it is spent', async () => {
    const fanOut = { items: { from: 1, to: 40 }, maxParallel: 2, onItemFailure: 'continue' };
    const world = new JobWorld(spec(600, { fanOut }), { behaviourOf: () => ({ seconds: 100 }) });
    await world.run();
    expect(world.job.outcome).toMatchObject(overBudget);
    expect(world.groups.groups.size).toBe(0);
    const begun = world.groups.created.length;
    expect(begun).toBeGreaterThanOrEqual(6);
    expect(begun).toBeLessThanOrEqual(9);
  });

  test('that is not spent changes nothing, nor one that the last task has just spent', async () => {
    for (const seconds of [100, 50]) {
      const world = new JobWorld(spec(seconds), { behaviourOf: () => ({ seconds: 50 }) });
      await world.run();
      expect(world.job).toMatchObject({ outcome: { status: 'succeeded' } });
      expect(world.job.costUsd).toBeCloseTo(50 * usdPerSecond, 9);
    }
  });

  test('keeps the reduce from beginning when the items have spent it', async () => {
    const fanOut = { items: { from: 1, to: 2 }, maxParallel: 1 };
    const reduce = { group: oneContainer };
    const world = new JobWorld(spec(200, { fanOut, reduce }), {
      behaviourOf: () => ({ seconds: 100 }),
    });
    await world.run();
    expect(world.job.outcome).toMatchObject(overBudget);
    expect(world.groups.created).toHaveLength(2);
  });

  test('does not hide that somebody cancelled the job', async () => {
    const world = new JobWorld(spec(600), {
      behaviourOf: () => ({ seconds: 7200 }),
      beforeStep: async (step, here) => {
        if (step === 12) await here.cancel();
      },
    });
    await world.run();
    expect(world.job.outcome).toEqual({ status: 'cancelled' });
  });

  test('shows what a running job has cost so far', async () => {
    const costs: number[] = [];
    const world = new JobWorld(spec(600), {
      behaviourOf: () => ({ seconds: 300 }),
      beforeStep: async (_, here) => {
        const [task] = await here.tasks();
        if (task?.accruedUsd) costs.push(task.accruedUsd);
      },
    });
    await world.run();
    expect(costs.length).toBeGreaterThan(3);
    expect([...costs].sort((a, b) => a - b)).toEqual(costs);
    expect((await world.tasks())[0]).toMatchObject({ accruedUsd: 0 });
  });

  test('without a budget no row is written while a task runs', async () => {
    const world = new JobWorld({ group: oneContainer }, { behaviourOf: () => ({ seconds: 60 }) });
    await world.run();
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
    expect((await world.tasks())[0]?.accruedUsd).toBe(0);
  });
});
