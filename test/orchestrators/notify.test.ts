import { beforeAll, describe, expect, test } from '@jest/globals';
import { notify } from '../../activities/notify.ts';
import { jobId, JobWorld, oneContainer, type WorldOptions } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';
import { twice } from '../support/twice.ts';

beforeAll(registerOrchestrators);

const targets = [
  { storageQueue: 'job-notices' },
  { webhook: 'https://hooks.example.com/x', on: ['failed'] },
];
const ran = (options: WorldOptions = {}, more: object = { notify: targets }) =>
  new JobWorld({ group: oneContainer, ...more }, options).run();

describe('when a job is over', () => {
  test('those who want to know of its outcome are told, when it is on its row', async () => {
    const world = await ran();
    expect(world.notices).toMatchObject([{ target: targets[0], id: `notice-${jobId}-0`, jobId }]);
    expect(JSON.parse(world.notices[0]?.body ?? '')).toMatchObject({
      id: `notice-${jobId}-0`,
      type: 'job.succeeded',
      job: { id: jobId, phase: 'over', outcome: { status: 'succeeded' } },
    });
    const failed = await ran({ behaviourOf: () => ({ seconds: 5, exitCode: 3 }) });
    expect(failed.notices.map(({ target }) => target)).toEqual(targets);
  });

  test('nobody is told who was not named', async () => {
    expect((await ran({}, {})).notices).toEqual([]);
  });

  test('a notice that fails at first comes later, with the same id', async () => {
    let tries = 0;
    const world = await ran({
      wrap: (name, handler) => async (input: unknown, context) => {
        const result: unknown = await handler(input, context);
        if (name === 'notify' && ++tries <= 2) throw new Error('the connection broke');
        return result;
      },
    });
    expect(new Set(world.notices.map(({ id }) => id)).size).toBe(1);
    expect(world.notices).toHaveLength(3);
  });

  test('one that can not be told keeps neither the others nor the job from their end', async () => {
    const world = await ran({
      behaviourOf: () => ({ seconds: 5, exitCode: 3 }),
      wrap:
        (name, handler) =>
        (input, context): unknown => {
          if (name === 'notify' && JSON.stringify(input).includes('"index":0'))
            throw new Error('410');
          return handler(input, context);
        },
    });
    expect(world.job.outcome).toMatchObject({ class: 'container-exit' });
    expect(world.notices.map(({ target }) => target)).toEqual([targets[1]]);
  });
});

describe('the activity notify', () => {
  test('sends the same notice again when it is called again', async () => {
    const world = await ran();
    await twice(notify(world.deps), { jobId, index: 1 });
    const [, first, second] = world.notices;
    expect(second).toEqual(first);
    expect(first).toMatchObject({ target: targets[1] });
  });

  test('tells nobody whom the deployment does not allow any more', async () => {
    const world = await ran();
    const settings = { ...world.deps.settings, notifyTargets: [] };
    await expect(twice(notify({ ...world.deps, settings }), { jobId, index: 0 })).rejects.toThrow(
      'is not allowed by NOTIFY_TARGETS',
    );
  });
});
