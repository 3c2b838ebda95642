import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ActivityHandler } from 'durable-functions';
import type { FailureClass } from '../../jobs/outcome.ts';
import { failureClasses } from '../../jobs/outcome.ts';
import { jobActivities } from '../support/job-activities.ts';
import { jobId, JobWorld, oneContainer, type WorldOptions } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';

const single = { group: oneContainer };
const once = { group: oneContainer, retry: { maxAttempts: 1 } };
const fanOut = {
  group: oneContainer,
  fanOut: { items: { from: 0, to: 3 }, maxParallel: 2 },
  reduce: { group: oneContainer },
};

type Fault = (call: number) => 'before' | 'after' | undefined;

/** Throws instead of one activity's work, or after it has been done, as when a host dies. */
function failing(activity: string, fault: Fault): Pick<WorldOptions, 'wrap'> {
  let calls = 0;
  const broken =
    (handler: ActivityHandler): ActivityHandler =>
    async (input, context) => {
      const when = fault((calls += 1));
      if (when === 'before') throw new Error('no luck');
      const result: unknown = await handler(input, context);
      if (when === 'after') throw new Error('no luck');
      return result;
    };
  return { wrap: (name, handler) => (name === activity ? broken(handler) : handler) };
}

const nth =
  (n: number, when: 'before' | 'after'): Fault =>
  (call) =>
    call === n ? when : undefined;
const always =
  (when: 'before' | 'after'): Fault =>
  () =>
    when;

beforeAll(registerOrchestrators);

describe.each(jobActivities)('%s fails', (activity) => {
  test.each([
    ['a single task', single],
    ['a fan-out', fanOut],
  ])('at any one call, before or after its work: %s ends, no group is left', async (_, spec) => {
    for (const when of ['before', 'after'] as const) {
      for (let n = 1; n <= 6; n += 1) {
        const world = await new JobWorld(spec, failing(activity, nth(n, when))).run();
        expect(world.job.phase).toBe('over');
        const lost = activity === 'deleteOrHandOver' && when === 'before';
        expect(world.groups.groups.size).toBeLessThanOrEqual(lost ? 1 : 0);
        expect(world.job.cleanup).toBe(
          activity === 'deleteOrHandOver' && world.engine.steps > 0 && deleteFailed(world)
            ? 'leftToSweeper'
            : 'deleted',
        );
      }
    }
  });
});

/** The execution of a `deleteOrHandOver` that failed shows in its attempt's output. */
function deleteFailed({ engine }: JobWorld): boolean {
  return engine.executions.some(
    ({ name, output }) => name === 'runAttempt' && JSON.stringify(output).includes('leftToSweeper'),
  );
}

describe('for ever', () => {
  test.each([
    ['planJob', 'failed'],
    ['createGroup', 'failed'],
    ['readGroup', 'failed'],
    ['collectAttempt', 'failed'],
    ['deleteOrHandOver', 'succeeded'],
    ['recordTask', 'succeeded'],
  ])('when %s never works, the job has %s all the same', async (activity, status) => {
    const world = await new JobWorld(single, failing(activity, always('before'))).run();
    expect(world.job).toMatchObject({ phase: 'over', outcome: { status } });
    const isDelete = activity === 'deleteOrHandOver';
    expect(world.groups.groups.size).toBe(isDelete ? 1 : 0);
    expect(world.job.cleanup).toBe(isDelete ? 'leftToSweeper' : 'deleted');
  });

  test('an end that cannot be recorded fails loudly after minutes; started again it ends without running anything', async () => {
    let broken = true;
    const world = new JobWorld(
      fanOut,
      failing('finishJob', () => (broken ? 'before' : undefined)),
    );
    await world.run();
    expect(world.engine.of(jobId)).toMatchObject({ status: 'failed' });
    expect(world.job.phase).toBe('running');
    broken = false;
    const { created } = world.groups;
    const before = [...created];
    await world.run();
    expect(world.job).toMatchObject({ phase: 'over', outcome: { status: 'succeeded' } });
    expect(created).toEqual(before);
  });
});

describe('sendReply fails', () => {
  const reply = { queue: 'job-replies', correlationId: 'c-1' };

  test.each(['before', 'after'] as const)(
    'once, %s its work: it is tried again, with the same message',
    async (when) => {
      const world = new JobWorld(single, failing('sendReply', nth(1, when)));
      await world.store.updateJob(jobId, { reply });
      await world.run();
      expect(world.replies).toHaveLength(when === 'before' ? 1 : 2);
      expect(new Set(world.replies.map((sent) => JSON.stringify(sent))).size).toBe(1);
      expect(world.engine.of(jobId)).toMatchObject({ output: { status: 'succeeded' } });
    },
  );

  test('always: the orchestration fails loudly, and the job has its outcome all the same', async () => {
    const world = new JobWorld(single, failing('sendReply', always('before')));
    await world.store.updateJob(jobId, { reply });
    await world.run();
    expect(world.engine.of(jobId)).toMatchObject({ status: 'failed' });
    expect(world.job).toMatchObject({ phase: 'over', outcome: { status: 'succeeded' } });
  });
});

describe('a refused create', () => {
  test.each(failureClasses.filter((name) => name !== 'quota'))(
    '%s is the class of the outcome, and the group is deleted',
    async (name) => {
      const world = new JobWorld(once);
      const refused: FailureClass = name;
      world.groups.create = () =>
        Promise.resolve({ result: 'refused', class: refused, message: 'not now' });
      await world.run();
      expect(world.job.outcome).toEqual({ status: 'failed', class: name, message: 'not now' });
    },
  );

  test('a create that throws though it made the group: the group is deleted', async () => {
    const world = await new JobWorld(once, failing('createGroup', always('after'))).run();
    expect(world.groups.created).toHaveLength(1);
    expect(world.groups.groups.size).toBe(0);
    expect(world.job.outcome).toMatchObject({ class: 'platform-error' });
  });
});

test('a delete that Azure refuses leaves the outcome as it is, and the cleanup pending', async () => {
  const world = new JobWorld(fanOut);
  world.groups.delete = () => Promise.reject(new Error('409'));
  await world.run();
  expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, cleanup: 'leftToSweeper' });
});

describe('a host that dies and comes back', () => {
  test('every activity runs twice: each group is made once, and the job has succeeded', async () => {
    const world = new JobWorld(fanOut, {
      wrap:
        (_, handler) =>
        async (input, context): Promise<unknown> => {
          await handler(input, context);
          return handler(input, context);
        },
    });
    await world.run();
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, tasksSucceeded: 5 });
    expect(world.groups.created).toHaveLength(5);
    expect(world.groups.groups.size).toBe(0);
  });

  test('an activity that runs once more after the job is over makes no group', async () => {
    const late: (() => unknown)[] = [];
    const world = new JobWorld(fanOut, {
      wrap:
        (_, handler) =>
        (input, context): unknown => {
          late.push(() => handler(input, context));
          return handler(input, context);
        },
    });
    await world.run();
    const { job } = world;
    for (const again of late) await again();
    expect(world.groups.groups.size).toBe(0);
    expect(world.job).toEqual(job);
  });
});

describe('reads', () => {
  test('nine in a row that fail are borne; the tenth ends the watch and the group is deleted', async () => {
    const nine = failing('readGroup', (call) => (call <= 9 ? 'before' : undefined));
    const borne = await new JobWorld(single, nine).run();
    expect(borne.job.outcome).toEqual({ status: 'succeeded' });
    const ended = await new JobWorld(single, failing('readGroup', always('before'))).run();
    expect(ended.job.outcome).toMatchObject({ class: 'platform-error' });
  });

  test('a group that ARM does not know for a moment is still there; after 10 seconds it is lost', async () => {
    for (const [times, outcome] of [
      [3, { status: 'succeeded' }],
      [4, { class: 'lost' }],
    ] as const) {
      const world = new JobWorld(once);
      const read = world.groups.read.bind(world.groups);
      let reads = 0;
      world.groups.read = (...args) =>
        (reads += 1) <= times ? Promise.resolve({ state: 'absent' }) : read(...args);
      await world.run();
      expect(world.job.outcome).toMatchObject(outcome);
    }
  });
});
