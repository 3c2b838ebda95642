import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { paceBeside, paceOfPast, withRun } from '../../jobs/pace.ts';
import { nextPollAt } from '../../jobs/poll-policy.ts';
import { firstWatch } from '../../jobs/watch.ts';
import type { WatchState } from '../../jobs/watch-state.ts';

const epoch = new Date('2026-01-01T00:00:00Z');
const run = {
  jobId: 'j',
  task: 0,
  attempt: 1,
  target: { subscriptionId: 's', resourceGroup: 'g' },
  deadline: '2027-01-01T00:00:00.000Z',
  provisioningTimeoutSeconds: 600,
};
const watch: WatchState = { ...firstWatch(run, epoch), started: true };

/** Seconds after the create of all looks until then; the first one comes at once. */
function looksUntil(seconds: number, state: WatchState): number[] {
  const looks = [0];
  for (let polls = 0; ; polls += 1) {
    const now = new Date(epoch.getTime() + (looks.at(-1) ?? 0) * 1000);
    const next = (nextPollAt({ ...state, polls }, now).getTime() - epoch.getTime()) / 1000;
    if (next > seconds) return looks;
    looks.push(next);
  }
}
const after = (seconds: number, looks: readonly number[]): number =>
  (looks.find((look) => look >= seconds) ?? NaN) - seconds;

describe('a watch that polls', () => {
  test('looks at most 8 times and once for each 5 minutes', () => {
    const task = fc.nat(10_000);
    const length = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(task, length, (number, seconds) => {
        const looks = looksUntil(seconds, { ...watch, task: number });
        expect(looks.length).toBeLessThanOrEqual(8 + seconds / 300);
      }),
    );
  });

  test('notices an end within as long again as it took, and within 5.5 minutes', () => {
    const looks = looksUntil(40_000, watch);
    for (let end = 2; end < 20_000; end += 7) {
      expect(after(end, looks)).toBeLessThanOrEqual(Math.min(330, Math.max(3.5, end * 1.1)));
    }
  });

  test('does not read all groups that were made together at the same time', () => {
    const moments = Array.from({ length: 100 }, (_, task) =>
      nextPollAt({ ...watch, task }, new Date(epoch.getTime() + 100_000)).getTime(),
    );
    expect(new Set(moments).size).toBeGreaterThan(90);
    expect(Math.max(...moments) - Math.min(...moments)).toBeLessThanOrEqual(10_000);
  });

  test('is never 2 seconds or less away, nor later than a deadline that is further than that', () => {
    const left = fc.integer({ min: -90_000, max: 90_000 });
    const elapsed = fc.nat(100_000);
    fc.assert(
      fc.property(elapsed, left, fc.boolean(), (seconds, untilDeadline, started) => {
        const now = epoch.getTime() + seconds * 1000;
        const deadline = new Date(now + untilDeadline).toISOString();
        const ends = started ? { deadline } : { provisioningDeadline: deadline };
        const at = nextPollAt({ ...watch, ...ends, started }, new Date(now)).getTime();
        expect(at).toBeGreaterThanOrEqual(now + 2_000);
        expect(at).toBeLessThanOrEqual(now + Math.max(2_000, untilDeadline));
      }),
    );
  });

  test.each([undefined, { reporters: 1 }])(
    'looks when the patience with a group that stands still ends, also behind a push',
    (pace) => {
      const now = new Date(epoch.getTime() + 100_000_000);
      const stillUntil = new Date(now.getTime() + 30_000).toISOString();
      expect(nextPollAt({ ...watch, ...(pace && { pace }), stillUntil }, now).toISOString()).toBe(
        stillUntil,
      );
    },
  );

  test('that a version before this began goes on', () => {
    const { createdAt, ...before } = watch;
    expect(createdAt).toBe(epoch.toISOString());
    const looks = looksUntil(100_000, before);
    expect(looks.length).toBeLessThan(8 + 100_000 / 300 + 1);
  });
});

describe('a watch that knows past runs', () => {
  test.each([12, 60, 600, 3600])('notices an end near the usual %i seconds sooner', (seconds) => {
    const looks = looksUntil(2 * seconds, { ...watch, pace: { typicalSeconds: seconds } });
    for (const part of [0.9, 0.95, 1, 1.05, 1.1])
      expect(after(seconds * part, looks)).toBeLessThanOrEqual(Math.max(2.4, seconds / 16));
  });

  test('notices the end of what takes the same each time within a few seconds', () => {
    const pace = { typicalSeconds: 600, spreadSeconds: 6 };
    const looks = looksUntil(1200, { ...watch, pace });
    for (let end = 594; end <= 606; end += 1) expect(after(end, looks)).toBeLessThanOrEqual(3.6);
  });

  test('looks at most 8 times and once for each 5 minutes, at what takes up to twice as long', () => {
    const typical = fc.integer({ min: 1, max: 20_000 });
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.nat(10_000), typical, part, part, (task, seconds, spread, longer) => {
        const pace = { typicalSeconds: seconds, spreadSeconds: seconds * spread };
        const length = seconds * (1 + longer);
        const looks = looksUntil(length, { ...watch, task, pace });
        expect(looks.length).toBeLessThanOrEqual(8 + length / 300);
      }),
    );
  });

  test('counts from the first pull, once that is seen', () => {
    const startedAt = new Date(epoch.getTime() + 40_000).toISOString();
    const pace = { typicalSeconds: 100, spreadSeconds: 5 };
    const at = nextPollAt({ ...watch, startedAt, pace }, new Date(epoch.getTime() + 60_000));
    expect((at.getTime() - epoch.getTime()) / 1000).toBeGreaterThanOrEqual(135);
  });

  test('does not await the end of what has not started', () => {
    const state = { ...watch, started: false, pace: { typicalSeconds: 100, spreadSeconds: 10 } };
    const at = nextPollAt(state, new Date(epoch.getTime() + 95_000));
    expect((at.getTime() - epoch.getTime()) / 1000).toBeGreaterThanOrEqual(185);
  });
});

test('behind a push there is a look every minute, and less often for very many groups', () => {
  const pace = { reporters: 1, running: 5000 };
  const wait = (running: number): number =>
    nextPollAt({ ...watch, pace: { ...pace, running } }, epoch).getTime() - epoch.getTime();
  expect(wait(1)).toBeGreaterThanOrEqual(60_000);
  expect(wait(1)).toBeLessThanOrEqual(66_000);
  expect(wait(5000)).toBeGreaterThanOrEqual(400_000);
});

test('how many groups there are beside it matters only behind a push', () => {
  const push = { reporters: 1, running: 3 };
  expect(paceBeside(push, 4000)).toEqual({ reporters: 1, running: 4000 });
  expect(paceBeside(push, undefined)).toEqual(push);
  expect(paceBeside({ typicalSeconds: 5 }, 4000)).toEqual({ typicalSeconds: 5 });
  expect(paceBeside(undefined, 4000)).toBeUndefined();
});

describe('what past runs say', () => {
  const pastOf = (...seconds: number[]) =>
    seconds.reduce<ReturnType<typeof withRun> | undefined>(
      (past, one) => withRun(past, one),
      undefined,
    );

  test('is nothing without any, or where they differ too much', () => {
    expect(paceOfPast(undefined)).toBeUndefined();
    expect(paceOfPast(pastOf(5, 500, 20, 900))).toBeUndefined();
  });

  test('is their mean, which follows the newest', () => {
    expect(paceOfPast(pastOf(60))?.typicalSeconds).toBe(60);
    expect(paceOfPast(pastOf(60, 66, 57, 61))?.typicalSeconds).toBeCloseTo(61, 0);
    const changed = paceOfPast(pastOf(60, ...Array<number>(12).fill(120)));
    expect(changed?.typicalSeconds).toBeGreaterThan(110);
  });

  test('is closer the more of them agree', () => {
    const spreadOf = (...seconds: number[]) => paceOfPast(pastOf(...seconds))?.spreadSeconds ?? NaN;
    expect(spreadOf(60)).toBeCloseTo(6);
    expect(spreadOf(60, 60, 60, 60, 60, 60)).toBeCloseTo(1);
    expect(spreadOf(60, 66, 57, 61, 63, 55)).toBeGreaterThan(5);
  });
});
