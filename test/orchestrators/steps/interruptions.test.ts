import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ActivityHandler } from 'durable-functions';
import fc from 'fast-check';
import { waitsForApproval } from '../../../jobs/steps/rows.ts';
import { jobId, JobWorld, type WorldOptions } from '../../support/job-world.ts';
import { registerOrchestrators } from '../../support/register.ts';
import {
  activity,
  approval,
  Calls,
  endsOf,
  exits,
  post,
  undoable,
} from '../support/steps-world.ts';
import { inOrderOf, wokenAt } from '../../support/disturbances.ts';

beforeAll(registerOrchestrators);

const undo = { compensate: { activity: { name: 'undo' } } };
const steps = [undoable('f1'), activity('check', 1, undo), approval('ask'), undoable('f2')];
/** The same, of which the last one fails. */
const failing = exits({ 'job1-s3': 1 });

interface Options extends Pick<WorldOptions, 'wrap' | 'pick'> {
  readonly fails?: boolean;
  readonly beforeStep?: WorldOptions['beforeStep'];
}

/** Everything is approved as soon as somebody is asked. */
function worldOf({ fails = false, beforeStep, ...more }: Options = {}) {
  const calls = new Calls();
  const world = new JobWorld(
    { steps },
    {
      ...(fails ? failing : exits({})),
      stepActivities: { check: calls.giving('ok'), undo: calls.giving(null) },
      beforeStep: async (step, current) => {
        await beforeStep?.(step, current);
        const rows = await current.store.listSteps(jobId);
        const asks = rows.some((row) => waitsForApproval(row) && !row.decision);
        if (asks && !(await current.store.readDecision(jobId, 2))) await post(current, 'approve');
      },
      ...more,
    },
  );
  return { world, calls };
}

/** Whatever happened: it is over, nothing is left or under way, and no group was made twice. */
function expectClean(world: JobWorld): void {
  expect(world.job.phase).toBe('over');
  expect(world.groups.groups.size).toBe(0);
  expect(new Set(world.groups.created).size).toBe(world.groups.created.length);
  expect(world.engine.executions.filter(({ status }) => status === 'running')).toEqual([]);
}

/** What has succeeded is undone, each once; or nothing, where the job has succeeded. */
async function expectUndone(world: JobWorld, calls: Calls): Promise<void> {
  const ends = await endsOf(world);
  const isUndone = world.job.outcome?.status !== 'succeeded';
  const undone = (id: string) => world.groups.created.filter((name) => name.startsWith(id)).length;
  expect(undone('job1-c0')).toBe(isUndone && ends['f1'] === 'succeeded' ? 1 : 0);
  expect(undone('job1-c3')).toBe(isUndone && ends['f2'] === 'succeeded' ? 1 : 0);
  const calledAgain = calls.all.length - (ends['check'] === 'succeeded' ? 1 : 0);
  expect(calledAgain > 0).toBe(isUndone && ends['check'] === 'succeeded');
}

async function stepsOf(): Promise<number> {
  const { world } = worldOf();
  return (await world.run()).engine.steps;
}

describe('a job of steps', () => {
  test('cancelled at any moment: what ran is deleted, what has succeeded is undone, then it is cancelled', async () => {
    const last = await stepsOf();
    const seen = new Set<string>();
    for (let at = 0; at <= last; at += 2) {
      const { world, calls } = worldOf({
        beforeStep: async (step, current) => {
          if (step === at) await post(current, 'cancel');
        },
      });
      await world.run();
      expectClean(world);
      await expectUndone(world, calls);
      expect(['cancelled', 'succeeded']).toContain(world.job.outcome?.status);
      const waited = Date.parse(world.job.finishedAt ?? '') - Date.parse(world.job.createdAt);
      expect(waited).toBeLessThan(120_000);
      seen.add(world.job.outcome?.status ?? '');
    }
    expect(seen).toEqual(new Set(['cancelled', 'succeeded']));
  }, 120_000);

  test('woken at any moment, whichever instance gets it, comes to the same end', async () => {
    const last = await stepsOf();
    for (let at = 0; at <= last; at += 5) {
      const { world } = worldOf({
        ...wokenAt(at),
      });
      await world.run();
      expectClean(world);
      expect(world.job.outcome).toEqual({ status: 'succeeded' });
    }
  }, 120_000);

  test('in whatever order things happen, with wakes at random, is undone when its last step fails', async () => {
    const numbers = fc.array(fc.nat(), { minLength: 100, maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(numbers, async (choices) => {
        const { world, calls } = worldOf({
          fails: true,
          ...inOrderOf(choices),
        });
        await world.run();
        expectClean(world);
        await expectUndone(world, calls);
        expect(world.job.outcome).toMatchObject({ class: 'container-exit' });
      }),
      { numRuns: 6 },
    );
  }, 120_000);
});

const activities = [
  'planJob',
  'lookAtStep',
  'prepareStep',
  'callStepActivity',
  'recordStep',
  'judgeSteps',
  'finishJob',
];

/** Throws at one call, instead of its work or after that, as when a host dies. */
function dying(name: string, nth: number, when: 'before' | 'after'): Pick<WorldOptions, 'wrap'> {
  let count = 0;
  const dies =
    (handler: ActivityHandler): ActivityHandler =>
    async (input, context) => {
      count += 1;
      if (count === nth && when === 'before') throw new Error('the host died');
      const result: unknown = await handler(input, context);
      if (count === nth) throw new Error('the host died');
      return result;
    };
  return { wrap: (candidate, handler) => (candidate === name ? dies(handler) : handler) };
}

/** As a host that died before it could say so: the activity is carried out once more. */
const twice: Pick<WorldOptions, 'wrap'> = {
  wrap: (_, handler) => async (input, context) => {
    await handler(input, context);
    const result: unknown = await handler(input, context);
    return result;
  },
};

describe('a host that dies', () => {
  test.each(activities)(
    'at any call of %s: the job comes to its end, and what has to be undone is',
    async (name) => {
      for (const fails of [false, true]) {
        for (const when of ['before', 'after'] as const) {
          for (const nth of [1, 2, 4, 7]) {
            const { world, calls } = worldOf({ fails, ...dying(name, nth, when) });
            await world.run();
            expectClean(world);
            const rows = await world.store.listSteps(jobId);
            expect(rows.every(({ outcome }) => outcome) || name === 'planJob').toBe(true);
            if (name === 'planJob') continue;
            await expectUndone(world, calls);
            expect(world.job.outcome?.status).toBe(fails ? 'failed' : 'succeeded');
          }
        }
      }
    },
    120_000,
  );

  test.each([false, true])(
    'during every activity, so that all are carried out twice: nothing is done twice (fails: %s)',
    async (fails) => {
      const { world, calls } = worldOf({ fails, ...twice });
      await world.run();
      expectClean(world);
      await expectUndone(world, calls);
      expect(calls.all).toHaveLength(fails ? 2 : 1);
    },
  );

  test('after the end of its last step, and whose job is started again, runs nothing twice', async () => {
    const { world, calls } = worldOf({ fails: true, ...dyingForGood('judgeSteps') });
    await world.run();
    expect(world.job.outcome).toMatchObject({ class: 'platform-error' });
    const made = world.groups.created.length;
    world.store.jobs.set(jobId, { ...world.job, phase: 'running', outcome: undefined });
    expect(calls.all).toHaveLength(1);
    await world.run();
    expect(world.groups.created).toHaveLength(made + 1);
    expect(world.job.outcome).toMatchObject({ class: 'container-exit' });
    await expectUndone(world, calls);
  });
});

/** Fails so often that nobody tries again; later it works. */
function dyingForGood(name: string): Pick<WorldOptions, 'wrap'> {
  let count = 0;
  return {
    wrap: (candidate, handler) => (input, context) => {
      if (candidate === name && (count += 1) <= 4) throw new Error('no luck');
      return handler(input, context) as unknown;
    },
  };
}
