import { beforeAll, describe, expect, test } from '@jest/globals';
import { JobSpec } from '../../../jobs/job-spec.ts';
import { JobWorld, oneContainer, target } from '../../support/job-world.ts';
import { registerOrchestrators } from '../../support/register.ts';
import { container, endsOf, exits, undoable } from '../support/steps-world.ts';

beforeAll(registerOrchestrators);

async function specOf(world: JobWorld, id: string): Promise<JobSpec> {
  return JobSpec.parse(JSON.parse((await world.artifacts.readJobFile(id, 'spec.json')) ?? ''));
}

describe('the job of a step', () => {
  test('is told by its parent what it does not say itself', async () => {
    const shared = {
      labels: { team: 'blue' },
      target,
      regions: ['westeurope'],
      retry: { maxAttempts: 2 },
      keepOnFailure: 'PT1H',
      provisioningTimeout: 'PT5M',
      weight: 2,
    };
    const own = { regions: ['northeurope'], provisioningTimeout: 'PT1M' };
    const steps = [container('a'), container('b', {}, own)];
    const notify = [{ storageQueue: 'job-notices' }];
    const world = await new JobWorld({ ...shared, notify, steps }).run();
    expect(await specOf(world, 'job1-s0')).toMatchObject({
      ...shared,
      name: 'a',
      timeout: 'PT3600S',
    });
    const b = await specOf(world, 'job1-s1');
    expect(b).toMatchObject({ ...shared, ...own, name: 'b' });
    expect([b.steps, b.notify]).toEqual([undefined, undefined]);
    expect(world.notices.map(({ id }) => id)).toEqual(['notice-job1-0']);
  });

  test('runs a workload of ours', async () => {
    const steps = [{ name: 'picture', job: { workload: 'render', input: { tiles: 2 } } }];
    const world = await new JobWorld({ steps }).run();
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
    expect(world.groups.created).toHaveLength(3);
  });

  test('ends with its parent, and what undoes others does not', async () => {
    const steps = [undoable('a'), container('slow', {}, { timeout: 'PT2H' }), undoable('c')];
    const behaviourOf = ({ name }: { readonly name: string }) => ({
      seconds: name.startsWith('job1-s1') ? Infinity : 60,
    });
    const world = await new JobWorld({ timeout: 'PT10M', steps }, { behaviourOf }).run();
    expect(world.job.outcome).toEqual({ status: 'timedOut' });
    expect(await endsOf(world)).toEqual({ a: 'succeeded', slow: 'timedOut', c: 'timedOut' });
    expect(world.groups.created.at(-1)).toBe('job1-c0-0-1');
    expect(world.store.jobs.get('job1-c0')?.outcome).toEqual({ status: 'succeeded' });
  });

  test('that cannot undo a step keeps nobody from undoing the others, and is told', async () => {
    const steps = [undoable('a'), undoable('b'), container('c')];
    const world = await new JobWorld({ steps }, exits({ 'job1-s2': 1, 'job1-c1': 9 })).run();
    const rows = await world.store.listSteps('job1');
    expect(rows.slice(0, 2).map(({ compensation }) => compensation?.outcome)).toMatchObject([
      { status: 'succeeded' },
      { status: 'failed', exitCode: 9 },
    ]);
    expect(world.job.outcome).toMatchObject({ exitCode: 1 });
  });

  test('fails when a step before it has not written what it reads', async () => {
    const reads = { artifacts: { inputs: [{ step: 'a', blob: 'data.csv' }] } };
    const world = await new JobWorld({ steps: [container('a'), container('b', {}, reads)] }).run();
    expect(world.job.outcome).toEqual({
      status: 'failed',
      class: 'invalid-spec',
      message: 'step b: step a has written no data.csv',
    });
  });

  test('costs of all are the budget of the whole', async () => {
    const steps = [undoable('a'), container('b')];
    const behaviourOf = () => ({ seconds: 600 });
    // Each costs some 0.0082 USD.
    const world = await new JobWorld({ budget: { usd: 0.012 }, steps }, { behaviourOf }).run();
    expect(world.job).toMatchObject({ outcome: { class: 'over-budget' } });
    expect(await endsOf(world)).toEqual({ a: 'succeeded', b: 'failed' });
    expect(world.groups.created.at(-1)).toBe('job1-c0-0-1');
    expect(world.job.costUsd).toBeGreaterThan(0.012);
    expect(world.store.jobs.get('job1-c0')?.outcome).toEqual({ status: 'succeeded' });
  });

  test('of which a group cannot be deleted says so, and so do the step and the whole', async () => {
    const world = new JobWorld({ steps: [container('a'), container('b')] });
    const remove = world.groups.delete.bind(world.groups);
    world.groups.delete = (where, name) =>
      name.startsWith('job1-s0') ? Promise.reject(new Error('no')) : remove(where, name);
    await world.run();
    expect(world.job).toMatchObject({
      outcome: { status: 'succeeded' },
      cleanup: 'leftToSweeper',
    });
    const rows = await world.store.listSteps('job1');
    expect(rows.map(({ cleanup }) => cleanup)).toEqual(['leftToSweeper', 'deleted']);
  });

  test('may be stopped by itself, which stops the rest', async () => {
    const world = await new JobWorld(
      { steps: [container('a'), container('b')] },
      {
        behaviourOf: () => ({ seconds: 600 }),
        beforeStep: async (step, { store }) => {
          if (step === 0) await store.requestStop('job1-s0', 'cancelled');
        },
      },
    ).run();
    expect(world.job.outcome).toEqual({ status: 'cancelled' });
    expect(await endsOf(world)).toEqual({ a: 'cancelled', b: 'skipped' });
    expect(world.groups.created).toEqual([]);
  });

  test('reads what the items of a fan-out wrote, each in its folder', async () => {
    const fanOut = { items: { from: 0, to: 1 } };
    const reads = { artifacts: { inputs: [{ step: 'many', blob: 'tasks/1-1/out.txt' }] } };
    const steps = [
      { name: 'many', job: { group: oneContainer, fanOut } },
      container('one', {}, reads),
    ];
    const world = new JobWorld({ steps });
    world.artifacts.put('results', 'job1-s0/tasks/1-1/out.txt', 'x');
    await world.run();
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
  });
});
