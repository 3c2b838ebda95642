import { beforeAll, describe, expect, test } from '@jest/globals';
import { jobId, JobWorld, type WorldOptions } from '../../support/job-world.ts';
import { registerOrchestrators } from '../../support/register.ts';
import { waitsForApproval } from '../../../jobs/steps/rows.ts';
import { approval, container, endsOf, post, rowOf, undoable } from '../support/steps-world.ts';

beforeAll(registerOrchestrators);

const chain = (more: object = {}) => [
  undoable('first'),
  approval('check', more),
  container('last'),
];

/** Says something once, as soon as the step asks. */
function saying(say: (world: JobWorld) => Promise<void>): Pick<WorldOptions, 'beforeStep'> {
  let isSaid = false;
  return {
    beforeStep: async (_, world) => {
      const isAsked = (await world.store.listSteps(jobId)).some(waitsForApproval);
      if (isSaid || !isAsked) return;
      isSaid = true;
      await say(world);
    },
  };
}

describe('a step that asks for approval', () => {
  test('goes on when somebody approves, at once', async () => {
    const world = new JobWorld(
      { steps: chain() },
      saying(async (current) => {
        expect(await post(current, 'approve', { by: 'ann', comment: 'fine' })).toBe(202);
      }),
    );
    await world.run();
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
    expect(await rowOf(world, 'check')).toMatchObject({
      outcome: { status: 'succeeded' },
      decision: { approved: true, by: 'ann', comment: 'fine' },
    });
    const waited = Date.parse(world.job.finishedAt ?? '') - Date.parse(world.job.startedAt ?? '');
    expect(waited).toBeLessThan(30_000);
  });

  test('fails when somebody rejects: what came before is undone, nothing comes after', async () => {
    const world = new JobWorld(
      { steps: chain() },
      saying(async (current) => {
        expect(await post(current, 'reject', { by: 'bob', comment: 'not today' })).toBe(202);
      }),
    );
    await world.run();
    expect(world.job.outcome).toEqual({
      status: 'failed',
      class: 'rejected',
      message: 'step check: rejected by bob: not today',
    });
    expect(await endsOf(world)).toEqual({ first: 'succeeded', check: 'failed', last: 'skipped' });
    expect(world.groups.created).toEqual(['job1-s0-0-1', 'job1-c0-0-1']);
  });

  test.each([
    ['reject', 'failed', 'step check: nobody approved it in time'],
    ['approve', 'succeeded', undefined],
  ])(
    'that nobody answers in time counts as %s, when it says so',
    async (onTimeout, status, message) => {
      const world = await new JobWorld({ steps: chain({ timeout: 'PT24H', onTimeout }) }).run();
      expect(world.job.outcome).toMatchObject({ status, ...(message && { message }) });
      const hours =
        (Date.parse(world.job.finishedAt ?? '') - Date.parse(world.job.startedAt ?? '')) /
        3_600_000;
      expect(hours).toBeGreaterThan(23.9);
      expect(hours).toBeLessThan(24.1);
      const asked = world.engine.executions.filter(({ name }) => name === 'awaitStep');
      expect(Math.max(...asked.map(({ history }) => history.length))).toBeLessThan(150);
    },
  );

  test('may be approved before its turn has come', async () => {
    const said: number[] = [];
    const world = new JobWorld(
      { steps: chain() },
      {
        beforeStep: async (step, current) => {
          if (step === 0) said.push(await post(current, 'approve', { step: 'check' }));
        },
      },
    );
    await world.run();
    expect(said).toEqual([202]);
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
  });

  test('hears the first word only: the same again is as good, another is refused', async () => {
    const said: number[] = [];
    const world = new JobWorld(
      { steps: chain() },
      saying(async (current) => {
        for (const word of ['approve', 'approve', 'reject'] as const)
          said.push(await post(current, word));
      }),
    );
    await world.run();
    said.push(await post(world, 'approve'), await post(world, 'reject'));
    expect(said).toEqual([202, 202, 409, 200, 409]);
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
  });

  test('of which the time is over hears nobody any more', async () => {
    const world = await new JobWorld({ steps: chain({ timeout: 'PT1M' }) }).run();
    expect(await post(world, 'approve')).toBe(409);
    expect(await post(world, 'reject')).toBe(200);
  });

  test('is not waited for when another step has failed', async () => {
    const steps = [approval('check', {}), { ...container('fails'), dependsOn: [] }];
    const behaviourOf = () => ({ seconds: 60, exitCode: 1 });
    const world = await new JobWorld({ steps }, { behaviourOf }).run();
    expect(await endsOf(world)).toEqual({ check: 'skipped', fails: 'failed' });
    const waited = Date.parse(world.job.finishedAt ?? '') - Date.parse(world.job.startedAt ?? '');
    expect(waited).toBeLessThan(600_000);
  });

  test('ends with the job when the time of that is over', async () => {
    const spec = { timeout: 'PT10M', steps: chain() };
    const world = await new JobWorld(spec).run();
    expect(world.job.outcome).toEqual({ status: 'timedOut' });
    expect(world.groups.created).toEqual(['job1-s0-0-1', 'job1-c0-0-1']);
  });
});
