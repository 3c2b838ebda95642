import { beforeAll, describe, expect, test } from '@jest/globals';
import { jobId, JobWorld } from '../../support/job-world.ts';
import { registerOrchestrators } from '../../support/register.ts';
import {
  activity,
  Calls,
  container,
  endsOf,
  exits,
  undoable,
  writing,
} from '../support/steps-world.ts';

beforeAll(registerOrchestrators);

const after = (...dependsOn: string[]) => ({ dependsOn });
const diamond = [
  undoable('top'),
  undoable('left', after('top')),
  undoable('right', after('top')),
  container('bottom', after('left', 'right')),
];

describe('a diamond', () => {
  test('has both sides beside each other, and its last step after both', async () => {
    const world = await new JobWorld({ steps: diamond }, exits({})).run();
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
    const rows = await world.store.listSteps(jobId);
    const began = rows.map(({ startedAt = '' }) => startedAt);
    const ended = rows.map(({ finishedAt = '' }) => finishedAt);
    expect(began[1]).toBe(began[2]);
    expect([began[1] ?? '', ended[0] ?? ''].sort()[0]).toBe(ended[0]);
    expect([began[3] ?? '', ended[1] ?? '', ended[2] ?? ''].sort()[2]).toBe(began[3]);
  });

  test('of which a side fails: the other goes on to its end, the rest is skipped, both others are undone', async () => {
    const world = await new JobWorld({ steps: diamond }, exits({ 'job1-s1': 1 })).run();
    expect(await endsOf(world)).toEqual({
      top: 'succeeded',
      left: 'failed',
      right: 'succeeded',
      bottom: 'skipped',
    });
    expect(world.job.outcome).toMatchObject({ class: 'container-exit' });
    expect(world.groups.created.slice(-2)).toEqual(['job1-c2-0-1', 'job1-c0-0-1']);
  });

  test('with two ends gives the outputs of both, by name', async () => {
    const steps = [container('a', after()), activity('b', undefined, after())];
    const stepActivities = { b: new Calls().giving([1, 2]) };
    const files = { 'job1-s0/result.json': '"x"' };
    const world = await new JobWorld({ steps }, { ...writing(files), stepActivities }).run();
    expect(JSON.parse(world.job.output ?? '')).toEqual({ a: 'x', b: [1, 2] });
  });
});

describe('a step that does not wait for one that fails', () => {
  test('is not begun after it has', async () => {
    const steps = [
      container('fails', after()),
      container('slow', after()),
      container('later', after('slow')),
    ];
    const behaviourOf = ({ name }: { readonly name: string }) =>
      name.startsWith('job1-s0') ? { seconds: 1, exitCode: 1 } : { seconds: 600 };
    const world = await new JobWorld({ steps }, { behaviourOf }).run();
    expect(await endsOf(world)).toEqual({ fails: 'failed', slow: 'succeeded', later: 'skipped' });
  });
});

describe('a job of 50 steps at once', () => {
  test('runs all of them', async () => {
    const steps = Array.from({ length: 50 }, (_, n) => container(`n${n}`, after()));
    const world = await new JobWorld({ steps }, exits({})).run();
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, tasksSucceeded: 50 });
  }, 30_000);

  test('and a chain of 50 that is undone has a short history', async () => {
    const steps = Array.from({ length: 50 }, (_, n) => undoable(`n${n}`));
    const world = await new JobWorld({ steps }, exits({ 'job1-s49': 1 })).run();
    expect(world.groups.created).toHaveLength(99);
    const longest = Math.max(...world.engine.executions.map(({ history }) => history.length));
    expect(longest).toBeLessThan(2_000);
  }, 60_000);
});
