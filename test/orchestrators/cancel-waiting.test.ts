import { beforeAll, expect, test } from '@jest/globals';
import { JobWorld, oneContainer } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';

beforeAll(registerOrchestrators);

test('a cancel is heard at once by those that wait until groups may be created again', async () => {
  // 100 groups are created, and 20 of them soon end: their lanes wait for five minutes to create the next.
  const spec = {
    group: oneContainer,
    fanOut: { items: { from: 1, to: 130 }, maxParallel: 100 },
  };
  const start = Date.parse('2026-01-01T00:00:00Z');
  let cancelledAt = Infinity;
  const world = new JobWorld(spec, {
    behaviourOf: ({ name }) => ({ seconds: Number(name.split('-')[1]) < 20 ? 5 : Infinity }),
    maxSteps: 100_000,
    beforeStep: async (_, current) => {
      const now = current.clock.at.getTime();
      if (cancelledAt < Infinity || now < start + 90_000) return;
      cancelledAt = now;
      expect(current.job.waitingFor).toMatchObject({ what: 'throttle' });
      await current.cancel();
    },
  });
  await world.run();
  expect(world.job.outcome).toEqual({ status: 'cancelled' });
  expect(world.groups.created).toHaveLength(100);
  expect(world.groups.groups.size).toBe(0);
  expect(Date.parse(world.job.finishedAt ?? '') - cancelledAt).toBeLessThan(2_000);
});
