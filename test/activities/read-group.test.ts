import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createGroup } from '../../activities/create-group.ts';
import { planJob } from '../../activities/plan-job.ts';
import { readGroup } from '../../activities/read-group.ts';
import { jobId, JobWorld, oneContainer, target } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';
import { twice } from '../support/twice.ts';

const attempt = { jobId, task: 0, attempt: 1, target };
const deadline = '2026-01-01T01:00:00.000Z';
const asNew = { ...attempt, reporters: 1, isNew: true };
const notAsked = { group: { state: 'pending', events: [] }, cancelRequested: false };

beforeAll(registerOrchestrators);

describe('a look at a group that was made a moment ago, behind a push', () => {
  let world: JobWorld;
  let reads = 0;
  const look = (input: object) => twice(readGroup(world.deps), input);

  beforeEach(async () => {
    world = new JobWorld({ group: oneContainer });
    await twice(planJob(world.deps), { jobId });
    await twice(createGroup(world.deps), { ...attempt, deadline });
    reads = 0;
    const read = world.groups.read.bind(world.groups);
    world.groups.read = (...given) => {
      reads += 1;
      return read(...given);
    };
  });

  test('does not ask Azure', async () => {
    expect(await look(asNew)).toEqual(notAsked);
    expect(reads).toBe(0);
  });

  test('asks Azure about an exit that was reported', async () => {
    await world.store.reportExit({ ...attempt, container: 'main' }, { exitCode: 0, at: deadline });
    await look(asNew);
    expect(reads).toBeGreaterThan(0);
  });

  test('asks Azure what is to be stopped', async () => {
    await world.store.requestStop(jobId, 'cancelled');
    expect(await look(asNew)).toMatchObject({ cancelRequested: true });
    expect(reads).toBeGreaterThan(0);
  });
});
