import { beforeAll, describe, expect, test } from '@jest/globals';
import type { StepActivity } from '../../../activities/deps.ts';
import { JobWorld } from '../../support/job-world.ts';
import { registerOrchestrators } from '../../support/register.ts';
import { activity, Calls, undoable } from '../support/steps-world.ts';

beforeAll(registerOrchestrators);

async function ran(load: StepActivity | undefined): Promise<JobWorld> {
  const stepActivities = load ? { load } : {};
  const steps = [undoable('first'), activity('load')];
  return new JobWorld({ steps }, { stepActivities }).run();
}

describe('a step that calls a function of the app', () => {
  test('fails when that throws, with its first line', async () => {
    const load = new Calls().giving(new Error('the warehouse is closed\nat line 7'));
    const world = await ran(load);
    expect(world.job.outcome).toEqual({
      status: 'failed',
      class: 'activity-failed',
      message: 'step load: load: the warehouse is closed',
    });
    expect(world.groups.created).toEqual(['job1-s0-0-1', 'job1-c0-0-1']);
  });

  test('is asked once, however it fails', async () => {
    const calls = new Calls();
    await ran(calls.giving(new Error('no')));
    expect(calls.all).toHaveLength(1);
  });

  test.each([
    ['65 KB', 'x'.repeat(65 * 1024), 'its result has 66562 bytes, more than 65536'],
    ['a circle', circle(), expect.stringContaining('circular')],
    ['a big number', 10n, expect.stringContaining('BigInt')],
  ])('fails when that gives %s', async (_, result, problem) => {
    const world = await ran(() => result);
    const message: unknown = expect.stringMatching(/^step load: load: /);
    expect(world.job.outcome).toMatchObject({ class: 'activity-failed', message });
    expect(world.job.outcome).toHaveProperty(
      'message',
      typeof problem === 'string' ? `step load: load: ${problem}` : problem,
    );
  });

  test('has null as its output when that gives nothing', async () => {
    const world = await ran(() => undefined);
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, output: 'null' });
  });

  test.each(['constructor', 'load'])(
    'fails when the app has none of this name: %s',
    async (name) => {
      const steps = [{ name: 'load', activity: { name } }];
      const world = await new JobWorld({ steps }).run();
      expect(world.job.outcome).toMatchObject({
        class: 'activity-failed',
        message: `step load: this app has no activity ${name} for steps`,
      });
    },
  );

  test('leaves nothing of what it gives in any history', async () => {
    const world = await ran(() => 'a secret of the warehouse');
    expect(world.job.output).toBe('"a secret of the warehouse"');
    const histories = JSON.stringify(
      world.engine.executions.map(({ history, input, output }) => ({ history, input, output })),
    );
    expect(histories).not.toContain('secret');
  });
});

function circle(): unknown {
  const one: { self?: unknown } = {};
  one.self = one;
  return one;
}
