import { beforeAll, describe, expect, test } from '@jest/globals';
import { jobId, JobWorld } from '../../support/job-world.ts';
import { registerOrchestrators } from '../../support/register.ts';
import { strideOf } from '../../support/thorough.ts';
import type { Execution } from '../../support/virtual-engine.ts';
import { type Example, examples, expectOnce } from './specs.ts';
import { letTimersRun } from './timers.ts';

beforeAll(registerOrchestrators);

interface Termination {
  readonly atStep: number;
  /** Which of the instances that run then. */
  readonly which: (running: readonly Execution[]) => readonly Execution[];
  readonly isPurged?: boolean;
}

async function ran(example: Example, { atStep, which, isPurged }: Termination) {
  const terminated = new Set<Execution>();
  const { behaviourOf, spec } = example;
  const world = new JobWorld(spec, {
    ...(behaviourOf && { behaviourOf }),
    beforeStep: (step, { engine }) => {
      if (step !== atStep) return;
      const running = engine.executions.filter(({ status }) => status === 'running');
      for (const execution of which(running)) {
        terminated.add(execution);
        engine.terminate(execution.instanceId, null);
        if (isPurged) engine.purge(execution.instanceId);
      }
    },
  });
  await world.run();
  await letTimersRun(world, terminated);
  return { world, terminated };
}

const isRoot = ({ instanceId }: Execution): boolean => instanceId === jobId;

async function stepsOf(example: Example): Promise<number> {
  return (await ran(example, { atStep: -1, which: () => [] })).world.engine.steps;
}

const names = ['one container', 'a failure that is tried again'];
const lanes = 'packed items, of which one fails';
const ways: readonly (readonly [string, boolean])[] = [
  ['terminated', false],
  ['terminated and purged', true],
];

describe.each(Object.entries(examples).filter(([name]) => [...names, lanes].includes(name)))(
  '%s',
  (name, example) => {
    test.each(ways)(
      '%s at its steps, it is cancelled or goes on, and nothing is left',
      async (_, isPurged) => {
        const steps = await stepsOf(example);
        const outcomes: unknown[] = [];
        const stride = name === lanes ? 3 : strideOf(2);
        for (let atStep = 0; atStep <= steps; atStep += stride) {
          const which = (running: readonly Execution[]) => running.filter(isRoot);
          const { world } = await ran(example, { atStep, which, isPurged });
          const status = world.job.outcome?.status;
          const outcome = status === 'cancelled' ? { status } : example.outcome;
          expectRight(`${name} at step ${String(atStep)}`, world, { ...example, outcome });
          outcomes.push(status);
        }
        expect(outcomes.includes('cancelled')).toBe(!isPurged);
      },
      60_000,
    );
  },
);

describe.each(Object.entries(examples).filter(([name]) => names.includes(name)))(
  'any other orchestration of %s',
  (name, example) => {
    test.each(ways)(
      '%s at its steps: the job ends as it should, no group is made twice and none is left',
      async (_, isPurged) => {
        const seen = new Set<string>();
        const steps = await stepsOf(example);
        // The others are gone through with a single attempt.
        const stride = isPurged && name !== names[0] ? 4 : strideOf(3);
        for (let atStep = 0; atStep <= steps; atStep += stride)
          for (let index = 0; ; index += 1) {
            const which = (running: readonly Execution[]) =>
              running.filter((one) => !isRoot(one)).slice(index, index + 1);
            const { world, terminated } = await ran(example, { atStep, which, isPurged });
            const [execution] = terminated;
            if (!execution) break;
            seen.add(execution.name);
            expectRight(
              `${name} at step ${String(atStep)}: ${execution.instanceId}`,
              world,
              example,
            );
          }
        expect([...seen].sort()).toEqual(['admit', 'runAttempt', 'runTask', 'watchGroup']);
      },
      60_000,
    );
  },
);

test('every third step, any orchestration of a job with lanes: the same', async () => {
  const example = examples[lanes];
  if (!example) throw new Error('There is no such example.');
  const steps = await stepsOf(example);
  for (let atStep = 0; atStep <= steps; atStep += 3) {
    const which = (running: readonly Execution[]) => {
      const others = running.filter((one) => !isRoot(one));
      const index = atStep % Math.max(1, others.length);
      return others.slice(index, index + 1);
    };
    const { world } = await ran(example, { atStep, which });
    expectRight(`at step ${String(atStep)}`, world, example);
  }
  expect(steps).toBeGreaterThan(50);
}, 60_000);

test('all orchestrations of a job at any step: what is left of it is known, until the sweeper has taken it', async () => {
  for (const name of names) {
    const example = examples[name];
    if (!example) throw new Error('There is no such example.');
    const steps = await stepsOf(example);
    for (let atStep = 0; atStep <= steps; atStep += strideOf(2)) {
      const { world, terminated } = await ran(example, { atStep, which: (running) => running });
      const outcome = terminated.size > 0 ? { status: 'cancelled' } : example.outcome;
      if (world.job.outcome?.status !== 'succeeded')
        expectRight(`${name} at step ${String(atStep)}`, world, { ...example, outcome });
      expect(world.groups.groups.size).toBe(0);
    }
  }
}, 60_000);

/** Whatever else: no group under a name that there was before, and none left. */
function expectRight(what: string, world: JobWorld, example: Example): void {
  try {
    expectOnce(world, { ...example, groups: [...new Set(world.groups.created)] });
  } catch (error) {
    const outcome = JSON.stringify(world.job.outcome);
    throw new Error(`${what}: ${outcome}`, { cause: error });
  }
}
