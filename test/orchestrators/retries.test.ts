import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CreateResult } from '../../clients/ports.ts';
import type { GroupPlan, Target } from '../../jobs/group-plan.ts';
import type { GroupState } from '../../jobs/group-state.ts';
import type { FailureClass } from '../../jobs/outcome.ts';
import { jobId, JobWorld, oneContainer } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';

const single = { group: oneContainer };
const backoff = { first: 'PT10S', factor: 2, longest: 'PT5M' };
const attemptOf = ({ tags }: GroupPlan): number => Number(tags['attempt']);

/** Refuses creates as this says; undefined: as usual. */
function refusing(
  world: JobWorld,
  why: (plan: GroupPlan, nth: number) => FailureClass | undefined,
): GroupPlan[] {
  const asked: GroupPlan[] = [];
  const { groups } = world;
  const create = groups.create.bind(groups);
  groups.create = (target: Target, plan: GroupPlan): Promise<CreateResult> => {
    asked.push(plan);
    const name = why(plan, asked.length);
    return name
      ? Promise.resolve({ result: 'refused', class: name, message: `because of ${name}` })
      : create(target, plan);
  };
  return asked;
}

/** Groups of these attempts look so. */
function looking(world: JobWorld, stateOf: (name: string) => GroupState | undefined): void {
  const { groups } = world;
  const read = groups.read.bind(groups);
  groups.read = (target, name) => {
    const state = stateOf(name);
    return state ? Promise.resolve(state) : read(target, name);
  };
}

const secondsOf = ({ clock }: JobWorld): number =>
  (clock.at.getTime() - Date.parse('2026-01-01T00:00:00Z')) / 1000;

beforeAll(registerOrchestrators);

describe('a task that fails for a reason of the platform', () => {
  test('is tried again in a new group, and what it cost and how it failed stays known', async () => {
    const world = new JobWorld(single, {
      behaviourOf: (plan) => ({ seconds: 5, exitCode: attemptOf(plan) < 3 ? 7147 : 0 }),
    });
    await world.run();
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
    expect(world.groups.created).toEqual([`${jobId}-0-1`, `${jobId}-0-2`, `${jobId}-0-3`]);
    expect(world.groups.groups.size).toBe(0);
    const [task] = await world.tasks();
    expect(task).toMatchObject({
      attempts: 3,
      outcome: { status: 'succeeded' },
      containers: [{ name: 'main', exitCode: 0 }],
      failedAttempts: [
        { attempt: 1, outcome: { class: 'platform-kill', exitCode: 7147 } },
        { attempt: 2, outcome: { class: 'platform-kill', exitCode: 7147 } },
      ],
    });
    expect(task?.costs).toHaveLength(3);
    expect(task?.costUsd).toBeCloseTo((task?.costs?.[0] ?? NaN) * 3);
    expect(secondsOf(world)).toBeGreaterThan(8 + 16 + 3 * 5);
  });

  test('has the last failure as its outcome when its attempts are used up', async () => {
    const world = new JobWorld(
      { ...single, retry: { maxAttempts: 2 } },
      { behaviourOf: () => ({ seconds: 5, exitCode: 7148 }) },
    );
    await world.run();
    expect(world.job).toMatchObject({
      outcome: { class: 'platform-kill', exitCode: 7148 },
      attempts: 2,
      cleanup: 'deleted',
    });
    expect(world.groups.created).toHaveLength(2);
  });

  test('is not tried again when the job would be over before that: its failure stands', async () => {
    const spec = { ...single, timeout: 'PT20S', retry: { backoff: { ...backoff, first: 'PT1M' } } };
    const world = new JobWorld(spec, { behaviourOf: () => ({ seconds: 1, exitCode: 7147 }) });
    await world.run();
    expect(world.job.outcome).toMatchObject({ class: 'platform-kill' });
    expect(secondsOf(world)).toBeLessThan(20);
  });

  test('an exit code is tried again only when it is listed', async () => {
    const behaviourOf = (plan: GroupPlan) => ({
      seconds: 1,
      exitCode: attemptOf(plan) < 2 ? 75 : 0,
    });
    const not = await new JobWorld(single, { behaviourOf }).run();
    expect(not.job.outcome).toMatchObject({ class: 'container-exit', exitCode: 75 });
    const listed = { ...single, retry: { exitCodes: [75] } };
    const again = await new JobWorld(listed, { behaviourOf }).run();
    expect(again.job.outcome).toEqual({ status: 'succeeded' });
  });

  test('while it waits a cancel is heard at once', async () => {
    const slow = {
      ...single,
      timeout: 'P1D',
      retry: { backoff: { first: 'PT1H', longest: 'PT1H' } },
    };
    let isWaiting = false;
    const world: JobWorld = new JobWorld(slow, {
      behaviourOf: () => ({ seconds: 1, exitCode: 7147 }),
      wrap: (name, handler) => async (input, context) => {
        const result: unknown = await handler(input, context);
        if (name === 'recordAttempts') isWaiting = true;
        return result;
      },
      beforeStep: async () => {
        const task = world.engine.running(`${jobId}-task-0`);
        // As soon as its timer is there.
        if (!isWaiting || !task?.actions.some(({ fireAt }) => fireAt !== undefined)) return;
        isWaiting = false;
        await world.cancel();
      },
    });
    await world.run();
    expect(world.job.outcome).toEqual({ status: 'cancelled' });
    expect(secondsOf(world)).toBeLessThan(60);
    expect(world.groups.created).toHaveLength(1);
  });
});

test('a log that Azure does not give is no reason to run a container again', async () => {
  const world = new JobWorld(single);
  world.groups.readLog = () => Promise.reject(new Error('500'));
  await world.run();
  expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, attempts: 1 });
  expect((await world.tasks())[0]).toMatchObject({ results: [], containers: [{ exitCode: 0 }] });
});

describe('items beside each other', () => {
  const fanOut = { items: { from: 0, to: 1 }, maxParallel: 2 };

  test('one that waits to be tried again when another stops the job has failed, not been skipped', async () => {
    const world = new JobWorld(
      { ...single, fanOut, retry: { backoff: { first: 'PT2M' } } },
      {
        behaviourOf: ({ tags }) =>
          tags['task'] === '0' ? { seconds: 1, exitCode: 7147 } : { seconds: 30, exitCode: 1 },
      },
    );
    await world.run();
    const [first] = await world.tasks();
    expect(first).toMatchObject({
      state: 'over',
      attempts: 1,
      outcome: { class: 'platform-kill' },
    });
    expect(world.job.outcome).toMatchObject({ class: 'container-exit', exitCode: 1 });
    expect(world.groups.created).toHaveLength(2);
  });

  test('a job that is begun again keeps the attempt that won of each task', async () => {
    const spec = { ...single, fanOut, reduce: { group: oneContainer } };
    const behaviourOf = (plan: GroupPlan) => ({
      seconds: 1,
      exitCode: plan.tags['task'] === '0' && attemptOf(plan) === 1 ? 7147 : 0,
    });
    let isBroken = true;
    const world = new JobWorld(spec, {
      behaviourOf,
      wrap:
        (name, handler) =>
        (input, context): unknown => {
          if (name === 'finishJob' && isBroken) throw new Error('no luck');
          return handler(input, context);
        },
    });
    await world.run();
    isBroken = false;
    const { created } = world.groups;
    const before = [...created];
    await world.run();
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
    expect(created).toEqual(before);
    expect((await world.tasks())[0]).toMatchObject({ attempts: 2 });
  });
});

describe('a quota', () => {
  test('is waited for, and takes no attempt', async () => {
    const world = new JobWorld({ ...single, retry: { maxAttempts: 1 } });
    const asked = refusing(world, (_, nth) => (nth <= 4 ? 'quota' : undefined));
    await world.run();
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, attempts: 1 });
    expect(new Set(asked.map(({ name }) => name)).size).toBe(1);
    expect(secondsOf(world)).toBeGreaterThan(60);
  });

  test('that never has room ends with the job, and leaves nothing', async () => {
    const world = new JobWorld({ ...single, timeout: 'P1D' });
    const asked = refusing(world, () => 'quota');
    await world.run();
    expect(world.job.outcome).toEqual({ status: 'timedOut' });
    expect(world.groups.created).toEqual([]);
    const longest = Math.max(...world.engine.executions.map(({ history }) => history.length));
    // A week has fewer than 121 rounds (test/jobs/retry.test.ts), and no history is to pass 2,000 events.
    expect(longest / asked.length).toBeLessThan(16.5);
  });
});

describe('regions', () => {
  const regions = ['westeurope', 'northeurope'];

  test('the next is taken when one has no room, at once, and the job after it begins there', async () => {
    const world = new JobWorld({ ...single, regions });
    const asked = refusing(world, ({ location }) =>
      location === 'westeurope' ? 'capacity' : undefined,
    );
    await world.run();
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
    expect(asked.map(({ location }) => location)).toEqual(regions);
    expect(secondsOf(world)).toBeLessThan(20);
    expect(await world.tasks()).toMatchObject([
      { failedAttempts: [{ attempt: 1, region: 'westeurope', outcome: { class: 'capacity' } }] },
    ]);
    const other = new JobWorld({ ...single, regions });
    other.store.coolRegions = (...args) => world.store.coolRegions(...args);
    const next = refusing(other, () => undefined);
    await other.run();
    expect(next.map(({ location }) => location)).toEqual(['northeurope']);
  });

  test('the group that lacks room only after its create is as good a reason', async () => {
    const world = new JobWorld({ ...single, regions });
    const asked = refusing(world, () => undefined);
    const event = { name: 'InsufficientCapacity.', type: 'Warning', message: 'full' };
    looking(world, (name) =>
      name.endsWith('-1') ? { state: 'failed', events: [event] } : undefined,
    );
    await world.run();
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
    expect(asked.map(({ location }) => location)).toEqual(regions);
  });

  test('when none has room there are waits between, and then it has failed', async () => {
    const world = new JobWorld({ ...single, regions });
    const asked = refusing(world, () => 'capacity');
    await world.run();
    expect(world.job.outcome).toMatchObject({ class: 'capacity' });
    expect(asked.length).toBe(4);
    expect(new Set(asked.map(({ location }) => location))).toEqual(new Set(regions));
  });

  test('that cannot be looked up are tried from the first on', async () => {
    const world = new JobWorld({ ...single, regions });
    world.store.coolRegions = () => Promise.reject(new Error('no table'));
    world.store.coolRegion = () => Promise.reject(new Error('no table'));
    const asked = refusing(world, () => undefined);
    await world.run();
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
    expect(asked[0]?.location).toBe('westeurope');
  });
});

describe('a Spot group that is taken back', () => {
  const idle = { detail: '', exits: [], isWhole: false, isSpot: true };
  const properties = { ...oneContainer.properties, priority: 'Spot' };
  const spot = { group: { location: 'westeurope', properties } };

  test.each([
    ['spot', 'Spot'],
    ['regular', 'Regular'],
  ])('is followed by a group of priority %s', async (onEviction, priority) => {
    const world = new JobWorld({ ...spot, retry: { onEviction } });
    const asked = refusing(world, () => undefined);
    looking(world, (name) => (name.endsWith('-1') ? { state: 'running', idle } : undefined));
    await world.run();
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
    expect(asked.map((plan) => plan.priority)).toEqual(['Spot', priority]);
    expect((await world.tasks())[0]?.failedAttempts).toMatchObject([
      { outcome: { class: 'evicted' } },
    ]);
  });
});
