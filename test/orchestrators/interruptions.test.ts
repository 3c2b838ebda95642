import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jobId, JobWorld, oneContainer } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';
import { inOrderOf, wokenAt } from '../support/disturbances.ts';

const specs = {
  'a single task': { group: oneContainer },
  'lanes and a reduce': {
    group: oneContainer,
    fanOut: { items: { from: 0, to: 2 }, maxParallel: 2 },
    reduce: { group: oneContainer },
  },
};
const jobs = Object.entries(specs);
const behaviourOf = () => ({ startsAfterSeconds: 1, seconds: 2 });
const succeeded = { status: 'succeeded' };

async function stepsOf(spec: unknown): Promise<number> {
  return (await new JobWorld(spec, { behaviourOf }).run()).engine.steps;
}

/** Whatever happened: it is over, nothing is left, and no group was made twice. */
function expectClean(world: JobWorld): void {
  expect(world.job.phase).toBe('over');
  expect(world.groups.groups.size).toBe(0);
  expect(new Set(world.groups.created).size).toBe(world.groups.created.length);
  expect(world.engine.executions.filter(({ status }) => status === 'running')).toEqual([]);
}

beforeAll(registerOrchestrators);

describe.each(jobs)('%s', (_, spec) => {
  test('cancelled at any moment: its groups are deleted first, then it is cancelled; a finished job stays as it is', async () => {
    const steps = await stepsOf(spec);
    const outcomes: unknown[] = [];
    for (let at = 0; at <= steps; at += 1) {
      let createdBefore = 0;
      let runningAtEnd = NaN;
      const world = new JobWorld(spec, {
        behaviourOf,
        beforeStep: async (step, current) => {
          if (step === at) {
            createdBefore = current.groups.created.length;
            await current.cancel();
          }
        },
        wrap:
          (name, handler) =>
          (input, context): unknown => {
            if (name === 'finishJob') runningAtEnd = world.groups.groups.size;
            return handler(input, context);
          },
      });
      await world.run();
      expectClean(world);
      expect(runningAtEnd).toBe(0);
      expect(['cancelled', 'succeeded']).toContain(world.job.outcome?.status);
      // At most the one whose create was being carried out.
      expect(world.groups.created.length).toBeLessThanOrEqual(createdBefore + 1);
      outcomes.push(world.job.outcome?.status);
    }
    expect(outcomes.at(0)).toBe('cancelled');
    expect(outcomes.at(-1)).toBe('succeeded');
  });

  test('woken at any moment, whichever instance gets it: nothing changes but the number of reads', async () => {
    const steps = await stepsOf(spec);
    for (let at = 0; at <= steps; at += 1) {
      const world = new JobWorld(spec, {
        behaviourOf,
        ...wokenAt(at),
      });
      await world.run();
      expectClean(world);
      expect(world.job.outcome).toEqual(succeeded);
    }
  });

  test('in whatever order things happen, with wakes at random: it succeeds and runs every task once', async () => {
    const numbers = fc.array(fc.nat(), { minLength: 100, maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(numbers, async (choices) => {
        const world = new JobWorld(spec, {
          behaviourOf,
          ...inOrderOf(choices),
        });
        await world.run();
        expectClean(world);
        expect(world.job.outcome).toEqual(succeeded);
      }),
      { numRuns: 15 },
    );
  });
});

test('an event for an instance that is over does no harm', async () => {
  const world = await new JobWorld(specs['a single task']).run();
  world.engine.raise(jobId, 'wake');
  await world.engine.run();
  expectClean(world);
  expect(world.job.outcome).toEqual(succeeded);
});
