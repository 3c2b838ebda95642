import { describe, expect, test } from '@jest/globals';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { resumeJobs } from '../../triggers/resume-jobs.ts';
import { startJob } from '../../triggers/start-job.ts';
import { World } from './support/world.ts';

const minute = 60_000;
const parsed = parseJobSpec({ workload: 'render' });
const request = {
  trigger: 'http',
  spec: () => Promise.resolve(parsed.ok ? parsed.spec : undefined),
} as const;

function later(world: World, minutes: number): void {
  world.time = new Date(world.time.getTime() + minutes * minute);
}

const resume = (world: World): Promise<void> =>
  resumeJobs(world, world.orchestrations, world.context);

/** A plan of four items in three lanes, and a reduce. */
async function planOf(world: World, id: string): Promise<void> {
  const group = { properties: { containers: [{ name: 'main', properties: { image: 'i' } }] } };
  const fanOut = { items: { from: 0, to: 3 }, maxParallel: 3 };
  const [target] = world.settings.targets;
  const spec = parseJobSpec({ group, fanOut, reduce: { group } });
  if (!spec.ok) throw new Error(JSON.stringify(spec.errors));
  const plan = { spec: spec.spec, target, location: 'eastus', itemCount: 4, hasPages: true };
  await world.artifacts.saveJobFile(id, 'plan.json', JSON.stringify(plan));
}

describe('resuming jobs', () => {
  test('starts a job whose host was killed before the start, and not while it may yet start', async () => {
    const world = new World();
    const lost = { ...world.orchestrations, start: () => Promise.reject(new Error('killed')) };
    await expect(startJob(world, lost, request)).rejects.toThrow('killed');
    const [id] = world.store.jobs.keys();
    later(world, 4);
    await resume(world);
    expect(world.started).toEqual([]);
    later(world, 2);
    await resume(world);
    expect(world.started).toMatchObject([{ name: 'renderScene', id }]);
  });

  test('starts a job again whose orchestration came to an end before the job was over', async () => {
    const world = new World();
    const job = await startJob(world, world.orchestrations, request);
    const id = job?.id ?? '';
    await world.store.updateJob(id, { phase: 'running' });
    world.started.length = 0;
    world.ended.add(id);
    later(world, 60);
    await resume(world);
    expect(world.started).toMatchObject([{ id }]);
  });

  test('ends a job as cancelled that a person has terminated, once what it had begun is over', async () => {
    const world = new World();
    const id = (await startJob(world, world.orchestrations, request))?.id ?? '';
    const child = `${id}-run`;
    await world.orchestrations.start('runJob', child, {});
    world.started.splice(0, 1);
    world.terminated.add(id);
    later(world, 6);
    await resume(world);
    await expect(world.store.readStop(id)).resolves.toBe('cancelled');
    expect(world.started).toMatchObject([{ id: child }]);
    world.ended.add(child);
    await resume(world);
    expect(world.started).toMatchObject([{ id: child }, { id }]);
  });

  test.each([
    ['a lane', (id: string) => `${id}-lane-2`],
    ['a lane of the third set', (id: string) => `${id}-lane-0-again-3`],
    ['a task that has no row yet', (id: string) => `${id}-task-3`],
    ['an attempt of a task that is dead itself', (id: string) => `${id}-task-0-attempt-2`],
    ['a watcher', (id: string) => `watch-${id}-0-2`],
    ['the reduce', (id: string) => `${id}-task-4`],
  ])('waits for %s, beside which a second one would wait for ever', async (_, living) => {
    const world = new World();
    const id = (await startJob(world, world.orchestrations, request))?.id ?? '';
    await planOf(world, id);
    await world.store.putTask(id, 0, { state: 'running', attempts: 2 });
    await world.store.putTask(id, 1, { state: 'over', attempts: 1 });
    world.started.length = 0;
    const child = living(id);
    await world.orchestrations.start('child', child, {});
    world.ended.add(id);
    later(world, 60);
    await resume(world);
    expect(world.started).toHaveLength(1);
    world.ended.add(child);
    await resume(world);
    expect(world.started).toMatchObject([{ id: child }, { id }]);
  });

  test('goes on when one job cannot be looked after', async () => {
    const world = new World();
    for (const id of ['a', 'b']) {
      await world.hasJob({ id });
      await world.artifacts.saveJobFile(
        id,
        'spec.json',
        id === 'a' ? '{' : '{"workload":"render"}',
      );
    }
    later(world, 60);
    await resume(world);
    expect(world.started).toMatchObject([{ id: 'b' }]);
    expect(world.log.join()).toContain('could not resume job a');
  });

  test('leaves alone what runs and what is over', async () => {
    const world = new World();
    await startJob(world, world.orchestrations, request);
    await world.hasJob({ id: 'over', phase: 'over', outcome: { status: 'succeeded' } });
    world.started.splice(1);
    later(world, 60);
    await resume(world);
    expect(world.started).toHaveLength(1);
  });
});
