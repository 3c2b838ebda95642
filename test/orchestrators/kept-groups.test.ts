import { beforeAll, describe, expect, test } from '@jest/globals';
import { keptTags, lastMomentOf } from '../../jobs/lifetimes.ts';
import { jobId, JobWorld, oneContainer } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';

beforeAll(registerOrchestrators);

describe('a failed group that is to be kept', () => {
  const kept = { group: oneContainer, keepOnFailure: 'PT2H', retry: { exitCodes: [75] } };

  test('stays, with a lease, and only that of the last attempt; the cleanup is pending', async () => {
    const world = new JobWorld(kept, { behaviourOf: () => ({ seconds: 1, exitCode: 75 }) });
    await world.run();
    expect(world.job).toMatchObject({ outcome: { exitCode: 75 }, cleanup: 'leftToSweeper' });
    expect([...world.groups.groups.keys()]).toEqual([`${jobId}-0-3`]);
    const tags = world.groups.groups.get(`${jobId}-0-3`)?.plan.tags;
    expect(tags).toMatchObject({ kept: 'true', owner: 'test-owner', job: jobId });
    const hours = (Date.parse(tags?.['leaseUntil'] ?? '') - world.clock.at.getTime()) / 3_600_000;
    expect(Math.round(hours)).toBe(2);
  });

  test('goes as always when it succeeds, or is cancelled', async () => {
    const world = await new JobWorld(kept).run();
    expect(world.groups.groups.size).toBe(0);
    const stopped = new JobWorld(kept, {
      beforeStep: (step, current) => (step === 8 ? current.cancel() : undefined),
    });
    await stopped.run();
    expect(stopped.job.outcome).toEqual({ status: 'cancelled' });
    expect(stopped.groups.groups.size).toBe(0);
  });

  test('that was never made leaves nothing to clean up', async () => {
    const world = new JobWorld(kept);
    world.groups.create = () =>
      Promise.resolve({ result: 'refused', class: 'invalid-spec', message: 'no' });
    await world.run();
    expect(world.job).toMatchObject({ outcome: { class: 'invalid-spec' }, cleanup: 'deleted' });
  });
});

describe('the last moment of a group', () => {
  const at = (hours: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + hours * 3_600_000);
  const lease = { leaseUntil: at(3).toISOString() };

  test('is the end of its lease or of its job, whichever comes first', () => {
    expect(lastMomentOf(lease, undefined)).toEqual(at(3));
    expect(lastMomentOf(lease, at(1).toISOString())).toEqual(at(1));
    expect(lastMomentOf({}, undefined)).toBeUndefined();
  });

  test('is its lease alone when it is kept, and a day after its job at most, whatever its tags say', () => {
    const day = keptTags(at(100), at(0));
    expect(day).toEqual({ leaseUntil: at(24).toISOString(), kept: 'true' });
    expect(lastMomentOf(day, at(1).toISOString())).toEqual(at(24));
    const forged = { leaseUntil: at(1000).toISOString(), kept: 'true' };
    expect(lastMomentOf(forged, at(1).toISOString())).toEqual(at(25));
  });

  test('is known although a tag holds no time', () => {
    expect(lastMomentOf({ leaseUntil: 'never' }, at(1).toISOString())).toEqual(at(1));
    expect(lastMomentOf({ leaseUntil: 'never', kept: 'true' }, undefined)).toBeUndefined();
  });
});
