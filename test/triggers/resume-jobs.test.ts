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
