import { beforeAll, describe, expect, test } from '@jest/globals';
import { jobId, JobWorld } from '../../support/job-world.ts';
import { registerOrchestrators } from '../../support/register.ts';
import {
  activity,
  Calls,
  container,
  endsOf,
  exits,
  inputsOf,
  undoable,
  writing,
} from '../support/steps-world.ts';

beforeAll(registerOrchestrators);

const handlers = (calls: Calls) => ({
  check: calls.giving({ rows: 7 }),
  load: calls.giving('loaded'),
  undo: calls.giving(null),
});

describe('a chain of steps', () => {
  test('runs one after the other, each as a job of its own', async () => {
    const names = ['f1', 'f2', 'f3', 'f4'];
    const world = await new JobWorld({ steps: names.map((name) => container(name)) }).run();
    expect(world.job).toMatchObject({
      phase: 'over',
      outcome: { status: 'succeeded' },
      cleanup: 'deleted',
      stepsTotal: 4,
      tasksTotal: 4,
      tasksSucceeded: 4,
      attempts: 4,
    });
    expect(world.groups.created).toEqual([0, 1, 2, 3].map((step) => `job1-s${step}-0-1`));
    expect(world.groups.groups.size).toBe(0);
    const { jobs } = await world.store.listJobs({ limit: 10, parent: jobId });
    expect(jobs).toMatchObject(names.map((name) => ({ name, parent: jobId, phase: 'over' })));
  });

  test('gives what a step writes to the next: a blob, its result, and to a function as a value', async () => {
    const calls = new Calls();
    const steps = [
      container('extract'),
      activity('check', { limit: 3 }),
      container(
        'transform',
        {},
        {
          artifacts: {
            inputs: [{ step: 'extract', blob: 'data.csv' }, { step: 'extract' }, { step: 'check' }],
          },
        },
      ),
      activity('load'),
    ];
    const files = {
      'job1-s0/data.csv': 'a,b',
      'job1-s0/result.json': '{"rows":9}',
      'job1-s2/result.json': '"done"',
    };
    const stepActivities = handlers(calls);
    const world = await new JobWorld({ steps }, { ...writing(files), stepActivities }).run();
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, output: '"loaded"' });
    expect(await inputsOf(world, 'job1-s2')).toEqual([
      'https://account.blob.example/results/job1-s0/data.csv',
      'https://account.blob.example/results/job1-s0/result.json',
      'https://account.blob.example/jobs/job1-s2/given/check.json',
    ]);
    expect(calls.all).toEqual([
      {
        name: 'check',
        call: { jobId, step: 'check', input: { limit: 3 }, outputs: { extract: { rows: 9 } } },
      },
      { name: 'load', call: { jobId, step: 'load', outputs: { transform: 'done' } } },
    ]);
  });

  test('of which one fails: what comes after it is skipped, what came before is undone, the newest first', async () => {
    const calls = new Calls();
    const steps = [
      undoable('f1'),
      { ...activity('check'), compensate: { activity: { name: 'undo', input: 'all' } } },
      container('f2'),
      undoable('f3'),
      undoable('f4'),
    ];
    const stepActivities = handlers(calls);
    const world = await new JobWorld(
      { steps },
      { ...exits({ 'job1-s3': 3 }), stepActivities },
    ).run();
    expect(world.job.outcome).toEqual({
      status: 'failed',
      class: 'container-exit',
      exitCode: 3,
      message: expect.stringMatching(/^step f3: container main exited with 3/),
    });
    expect(await endsOf(world)).toEqual({
      f1: 'succeeded',
      check: 'succeeded',
      f2: 'succeeded',
      f3: 'failed',
      f4: 'skipped',
    });
    expect(world.groups.created).toEqual(
      ['job1-s0', 'job1-s2', 'job1-s3', 'job1-c0'].map((id) => `${id}-0-1`),
    );
    expect(calls.all.at(-1)).toEqual({
      name: 'check',
      call: { jobId, step: 'check', input: 'all', outputs: { f1: null, check: { rows: 7 } } },
    });
    expect(world.groups.groups.size).toBe(0);
  });
});
