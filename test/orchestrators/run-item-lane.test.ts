import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ItemLane } from '../../jobs/runs.ts';
import { ActionType } from '../support/history.ts';
import { jobId, JobWorld, oneContainer, target, type WorldOptions } from '../support/job-world.ts';
import { play } from '../support/play.ts';
import { registerOrchestrators } from '../support/register.ts';

const lane: ItemLane = {
  jobId: 'j',
  target,
  deadline: '2026-01-01T01:00:00.000Z',
  provisioningTimeoutSeconds: 600,
  stopOnFailure: true,
  stopsAbove: 0,
  lane: 2,
  itemCount: 8,
};
const succeeded = { outcome: { status: 'succeeded' }, cleanup: 'deleted' };
const none = {};

beforeAll(registerOrchestrators);

describe('runItemLane', () => {
  test('runs what the cursor gives it, and gives account of it with the next request', async () => {
    const run = await play('runItemLane', lane, {
      take: [{ position: 3 }, { position: 5 }, none],
      runTask: [succeeded, succeeded],
    });
    const request = { lane: 2, itemCount: 8, stopsAbove: 0 };
    const cursor = '@itemcursor@j';
    const ended = (task: number) => ({ position: task, task, end: succeeded });
    expect(run.actions).toMatchObject([
      { instanceId: cursor, input: request },
      { instanceId: 'j-task-3', input: { task: 3 } },
      { instanceId: cursor, input: { ...request, ended: ended(3) } },
      { instanceId: 'j-task-5', input: { task: 5 } },
      { instanceId: cursor, input: { ...request, ended: ended(5) } },
    ]);
    expect(run.output).toBeNull();
  });

  test('a task that throws is a failure like others: the lane does not', async () => {
    const run = await play('runItemLane', lane, {
      take: [{ position: 3 }, none],
      runTask: [new Error('host gone')],
    });
    expect(run.actions.at(-1)?.input).toMatchObject({
      ended: {
        position: 3,
        end: {
          outcome: { class: 'platform-error', message: 'host gone' },
          cleanup: 'leftToSweeper',
          stop: 'itemFailed',
        },
      },
    });
  });

  test('a cursor that fails ends the lane, which throws nothing', async () => {
    const run = await play('runItemLane', lane, { take: [new Error('no answer')] });
    expect(run.output).toBeNull();
  });

  test('continues as new after 20 items, with the account of the last', async () => {
    const positions = Array.from({ length: 20 }, (_, position) => ({ position }));
    const run = await play('runItemLane', lane, {
      take: positions,
      runTask: positions.map(() => succeeded),
    });
    const next = run.actions.find(({ actionType }) => actionType === ActionType.ContinueAsNew);
    expect(next?.input).toEqual({ ...lane, ended: { position: 19, task: 19, end: succeeded } });
  });

  test('what a lane before it has left is not run beside it, but waited for', async () => {
    const run = await play('runItemLane', lane, {
      take: [{ position: 3, isTakenUp: true }, none],
      readTaskEnd: [{}, {}, { end: succeeded }],
    });
    expect(run.actions.map(({ functionName }) => functionName)).not.toContain('runTask');
    expect(run.actions.at(-1)?.input).toMatchObject({ ended: { position: 3, end: succeeded } });
  });

  test('what nobody has begun is run', async () => {
    const run = await play('runItemLane', lane, {
      take: [{ position: 3, isTakenUp: true }, none],
      readTaskEnd: [{ isUnknown: true }, { isUnknown: true }],
      runTask: [succeeded],
    });
    expect(run.actions.at(-1)?.input).toMatchObject({ ended: { position: 3, end: succeeded } });
  });

  test('but not beyond the deadline of the job', async () => {
    const run = await play('runItemLane', lane, {
      take: [{ position: 3, isTakenUp: true }, none],
      readTaskEnd: Array<unknown>(20).fill({}),
    });
    const end = { outcome: { status: 'timedOut' }, cleanup: 'leftToSweeper' };
    expect(run.actions.at(-1)?.input).toMatchObject({ ended: { end } });
  });

  test('a retry asks which task it is', async () => {
    const run = await play(
      'runItemLane',
      { ...lane, isRetry: true },
      { take: [{ position: 1 }, none], findTask: [7], runTask: [succeeded] },
    );
    expect(run.actions[2]).toMatchObject({ instanceId: 'j-task-7', input: { task: 7 } });
    expect(run.actions.at(-1)?.input).toMatchObject({ ended: { position: 1, task: 7 } });
  });
});

describe('the lanes of a job', () => {
  const cursor = `@itemcursor@${jobId}`;
  const fanOut = (count: number, maxParallel: number) => ({
    group: oneContainer,
    fanOut: { items: { from: 1, to: count }, maxParallel, onItemFailure: 'continue' },
  });
  const numbers = (count: number) =>
    Array.from({ length: count }, (_, task) => `${jobId}-${task}-1`);
  const sorted = (names: readonly string[]) =>
    names.toSorted((a, b) => Number(a.split('-')[1]) - Number(b.split('-')[1]));

  test('100 items in 4 lanes: each runs once, whatever the executions', async () => {
    const world = await new JobWorld(fanOut(100, 4)).run();
    expect(sorted(world.groups.created)).toEqual(numbers(100));
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, tasksSucceeded: 100 });
    const lengths = world.engine.executions.map(({ history }) => history.length);
    expect(Math.max(...lengths)).toBeLessThan(200);
  });

  test('a slow item keeps its own lane only: the others do the rest', async () => {
    const slowly: WorldOptions['behaviourOf'] = ({ tags }) => ({
      seconds: tags['task'] === '0' ? 600 : 5,
    });
    const world = await new JobWorld(fanOut(30, 2), { behaviourOf: slowly }).run();
    expect(world.groups.created).toHaveLength(30);
    const seconds = (world.clock.at.getTime() - Date.parse('2026-01-01T00:00:00Z')) / 1000;
    expect(seconds).toBeLessThan(700);
  });

  test('the cursor is gone when the job is over', async () => {
    const world = await new JobWorld(fanOut(5, 2)).run();
    expect(world.engine.entities.states.has(cursor)).toBe(false);
  });

  test('a lane that dies at any step is taken up again: every item runs once', async () => {
    const spec = fanOut(12, 3);
    const { engine } = await new JobWorld(spec).run();
    let deaths = 0;
    for (let at = 10; at < engine.steps; at += 7) {
      const world = new JobWorld(spec, {
        beforeStep: (step, current) => {
          if (step === at) current.engine.terminate(`${jobId}-lane-1`);
        },
      });
      await world.run();
      expect(sorted(world.groups.created)).toEqual(numbers(12));
      expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, tasksSucceeded: 12 });
      expect(world.engine.entities.states.has(cursor)).toBe(false);
      deaths += Number(world.engine.executions.some(({ output }) => output === 'terminated'));
    }
    expect(deaths).toBeGreaterThan(10);
  });

  test('a lane that dies twice is taken up by a third', async () => {
    const world = new JobWorld(fanOut(12, 3), {
      beforeStep: (_, { engine }) => {
        for (const id of [`${jobId}-lane-1`, `${jobId}-lane-1-again-2`])
          if ((engine.running(id)?.history.length ?? 0) > 5) engine.terminate(id);
      },
    });
    await world.run();
    expect(sorted(world.groups.created)).toEqual(numbers(12));
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, tasksSucceeded: 12 });
  });

  test('300 items in 100 lanes: every history and the cursor stay short', async () => {
    let state = 0;
    const world = new JobWorld(fanOut(300, 100), {
      maxSteps: 1_000_000,
      beforeStep: (_, { engine: { entities } }) => {
        state = Math.max(state, entities.states.get(cursor)?.length ?? 0);
      },
    });
    await world.run();
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, tasksSucceeded: 300 });
    const lengths = world.engine.executions.map(({ history }) => history.length);
    expect(Math.max(...lengths)).toBeLessThan(500);
    expect(state).toBeLessThan(2048);
  });
});
