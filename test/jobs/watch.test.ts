import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { firstWatch, nextPollAt } from '../../jobs/watch.ts';
import type { WatchState } from '../../jobs/watch-state.ts';

const epoch = new Date(0);
const deadline = '2026-01-01T00:00:00.000Z';
const watch: WatchState = firstWatch(
  {
    jobId: 'j',
    task: 0,
    attempt: 1,
    target: { subscriptionId: 's', resourceGroup: 'g' },
    deadline,
    provisioningTimeoutSeconds: 600,
  },
  epoch,
);
const running = { ...watch, started: true };
const moment = fc.date({
  min: new Date('2026-01-01'),
  max: new Date('2027-01-01'),
  noInvalidDate: true,
});

test('the next poll is 2 to 60 seconds away, and later than the deadline only if that is nearer than 2', () => {
  const left = fc.integer({ min: -90_000, max: 90_000 });
  fc.assert(
    fc.property(fc.nat(100_000), moment, left, (polls, now, untilDeadline) => {
      const until = new Date(now.getTime() + untilDeadline).toISOString();
      const at = nextPollAt({ ...running, polls, deadline: until }, now).getTime();
      expect(at).toBeGreaterThanOrEqual(now.getTime() + 2_000);
      expect(at).toBeLessThanOrEqual(
        now.getTime() + Math.min(60_000, Math.max(2_000, untilDeadline)),
      );
    }),
  );
});

test('an end is noticed at most an eighth of the running time later, but for 2 seconds, and 60 at most', () => {
  let at = epoch;
  for (let polls = 0; at.getTime() < 3_600_000; polls += 1) {
    const next = nextPollAt({ ...running, polls }, at);
    const wait = next.getTime() - at.getTime();
    expect(wait).toBeLessThanOrEqual(Math.max(2_000, at.getTime() / 8 + 1_000));
    at = next;
  }
});

test('10 hours take fewer than 700 polls', () => {
  let polls = 0;
  for (let at = epoch; at.getTime() < 36_000_000; polls += 1)
    at = nextPollAt({ ...running, polls }, at);
  expect(polls).toBeLessThan(700);
});

test('before the containers have started, no poll is later than the end of provisioning', () => {
  const now = new Date(599_000 - 4_000);
  expect(nextPollAt({ ...watch, polls: 90 }, now).getTime()).toBe(600_000);
  expect(nextPollAt({ ...running, polls: 90 }, now).getTime()).toBe(655_000);
});
