import { describe, expect, test } from '@jest/globals';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { startJob } from '../../triggers/start-job.ts';
import { World } from './support/world.ts';

const parsed = parseJobSpec({
  group: { properties: { containers: [{ name: 'c', properties: { image: 'i' } }] } },
});
const spec = () => Promise.resolve(parsed.ok ? parsed.spec : undefined);
const request = { trigger: 'queue', key: 'queue:1', spec } as const;

/** A world whose process is lost before or after one of the steps of a start; `revive` ends that. */
function mortalWorld(fatal: number, when: 'before' | 'after') {
  const world = new World();
  let steps = 0;
  let isMortal = true;
  function mortal<A extends unknown[], R>(step: (...args: A) => Promise<R>) {
    return async (...args: A): Promise<R> => {
      const isLast = isMortal && steps === fatal;
      steps += 1;
      if (isLast && when === 'before') throw new Error('killed');
      const result = await step(...args);
      if (isLast) throw new Error('killed');
      return result;
    };
  }
  const { artifacts, store, orchestrations } = world;
  store.claim = mortal(store.claim.bind(store));
  store.addJob = mortal(store.addJob.bind(store));
  artifacts.readJobFile = mortal(artifacts.readJobFile.bind(artifacts));
  artifacts.saveJobFile = mortal(artifacts.saveJobFile.bind(artifacts));
  const start = mortal(orchestrations.start.bind(orchestrations));
  const revive = (): void => {
    isMortal = false;
  };
  return { world, orchestrations: { ...orchestrations, start }, revive };
}

describe('a start', () => {
  const steps = [0, 1, 2, 3, 4].flatMap((step): [number, 'before' | 'after'][] => [
    [step, 'before'],
    [step, 'after'],
  ]);
  test.each(steps)(
    'that is lost at step %d, %s it, is made good by a repeat',
    async (step, when) => {
      const { world, orchestrations, revive } = mortalWorld(step, when);
      await expect(startJob(world, orchestrations, request)).rejects.toThrow('killed');
      revive();
      const job = await startJob(world, orchestrations, request);
      expect([...world.store.jobs.keys()]).toEqual([job?.id]);
      expect(world.started.map(({ id }) => id)).toEqual([job?.id]);
      await expect(world.artifacts.readJobFile(job?.id ?? '', 'spec.json')).resolves.toBeDefined();
    },
  );

  test('has no more steps than were tried', async () => {
    const { world, orchestrations } = mortalWorld(5, 'before');
    await expect(startJob(world, orchestrations, request)).resolves.toBeDefined();
  });

  test('of twenty at once with one key is one job', async () => {
    const world = new World();
    const jobs = await Promise.all(
      Array.from({ length: 20 }, () => startJob(world, world.orchestrations, request)),
    );
    expect(new Set(jobs.map((job) => job?.id)).size).toBe(1);
    expect(world.started).toHaveLength(1);
  });

  test('that is repeated with another spec keeps the first', async () => {
    const world = new World();
    const job = await startJob(world, world.orchestrations, request);
    const other = () => Promise.resolve(parsed.ok ? { ...parsed.spec, name: 'other' } : undefined);
    await startJob(world, world.orchestrations, { ...request, spec: other });
    const kept = await world.artifacts.readJobFile(job?.id ?? '', 'spec.json');
    expect(kept).not.toContain('other');
  });

  test('of a job that is under way or over is not repeated', async () => {
    const world = new World();
    const job = await startJob(world, world.orchestrations, request);
    await world.store.updateJob(job?.id ?? '', { phase: 'running' });
    world.started.length = 0;
    await expect(startJob(world, world.orchestrations, request)).resolves.toMatchObject({
      id: job?.id,
      phase: 'running',
    });
    expect(world.started).toEqual([]);
  });

  test('of nothing leaves nothing', async () => {
    const world = new World();
    const nothing = () => Promise.resolve(undefined);
    const job = await startJob(world, world.orchestrations, { ...request, spec: nothing });
    expect(job).toBeUndefined();
    expect(world.store.jobs.size).toBe(0);
    expect(world.artifacts.blobs.size).toBe(0);
    expect(world.started).toEqual([]);
  });
});
