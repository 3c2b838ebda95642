import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AttemptPolicy, attemptPolicyOf } from '../../jobs/attempt-policy.ts';
import type { FailureClass, TaskOutcome } from '../../jobs/outcome.ts';
import { failureClasses } from '../../jobs/outcome.ts';
import { afterAttempt, nothingTried, waitBeforeNext, waitForQuota } from '../../jobs/retry.ts';
import type { Retry } from '../../jobs/spec/retry.ts';

const failed = (name: FailureClass, exitCode?: number): TaskOutcome => ({
  status: 'failed',
  class: name,
  message: '',
  ...(exitCode !== undefined && { exitCode }),
});

/** The waits in seconds, without their jitter, before the attempts that follow these outcomes; undefined: the end. */
function waitsOf(outcomes: readonly TaskOutcome[], policy: AttemptPolicy): (number | undefined)[] {
  let tried = nothingTried;
  return outcomes.map((outcome) => {
    tried = afterAttempt(tried, outcome, policy);
    const wait = waitBeforeNext(tried, outcome, policy, 'job-task-0');
    return wait === undefined ? undefined : Math.round(wait / 1000 / 5) * 5;
  });
}

const policy = (retry: Retry = {}, regions: string[] = []) => attemptPolicyOf({ retry, regions });

describe('by default', () => {
  const retried: readonly FailureClass[] = [
    'registry-busy',
    'capacity',
    'evicted',
    'platform-kill',
    'stuck',
    'lost',
    'platform-error',
  ];

  test.each(failureClasses)(
    '%s is tried again only if it says nothing about the container',
    (name) => {
      const [wait] = waitsOf([failed(name)], policy());
      expect(wait !== undefined).toBe(retried.includes(name));
    },
  );

  test('there are three attempts', () => {
    const lost = failed('lost');
    expect(waitsOf([lost, lost, lost], policy()).map(Number.isInteger)).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('a group that is stuck is tried again once', () => {
    const stuck = failed('stuck');
    expect(waitsOf([stuck, stuck], policy({ maxAttempts: 9 })).at(-1)).toBeUndefined();
    const [, lost] = waitsOf([stuck, failed('lost')], policy());
    expect(lost).toBeDefined();
  });
});

test.each<TaskOutcome>([
  { status: 'succeeded' },
  { status: 'cancelled' },
  { status: 'timedOut' },
  { status: 'skipped' },
])('%j is the end', (outcome) => {
  expect(waitsOf([outcome], policy({ maxAttempts: 10 }))).toEqual([undefined]);
});

test('listed exit codes are tried again, others not; as a class all of them are', () => {
  const exits = [failed('container-exit', 75)];
  expect(waitsOf(exits, policy({ exitCodes: [75] }))).toEqual([10]);
  expect(waitsOf(exits, policy({ exitCodes: [3] }))).toEqual([undefined]);
  expect(waitsOf(exits, policy({ classes: ['container-exit'] }))).toEqual([10]);
});

test('waits grow to the longest', () => {
  const lost = failed('lost');
  const backoff = { first: 'PT1M', factor: 3, longest: 'PT10M' };
  const waits = Array.from({ length: 5 }, (_, index) => {
    const tried = { ...nothingTried, attempts: index + 1 };
    return waitBeforeNext(tried, lost, policy({ maxAttempts: 10, backoff }), 'k') ?? NaN;
  });
  const minutes = [1, 3, 9, 10, 10];
  for (const [index, wait] of waits.entries())
    expect(Math.abs(wait / 60_000 / (minutes[index] ?? NaN) - 1)).toBeLessThanOrEqual(0.2);
});

describe('where a region has no room', () => {
  const full = failed('capacity');

  test('the next is tried at once, and when none has room there is a wait', () => {
    const waits = waitsOf([full, full, full], policy({}, ['a', 'b', 'c']));
    expect(waits).toEqual([0, 0, expect.any(Number)]);
    expect(waits[2]).toBeGreaterThanOrEqual(30);
  });

  test('to go to another region takes none of the attempts', () => {
    const one = policy({ maxAttempts: 1 }, ['a', 'b', 'c']);
    expect(waitsOf([full, full, full], one)).toEqual([0, 0, undefined]);
  });
});

test('after an eviction the next group is regular, and stays so, when that is asked for', () => {
  const asked = policy({ onEviction: 'regular' });
  const once = afterAttempt(nothingTried, failed('evicted'), asked);
  expect(once.regular).toBe(true);
  expect(afterAttempt(once, failed('lost'), asked).regular).toBe(true);
  expect(afterAttempt(nothingTried, failed('evicted'), policy()).regular).toBe(false);
});

test('a run from before there were policies has one attempt', () => {
  expect(waitBeforeNext(nothingTried, failed('lost'), undefined, 'k')).toBeUndefined();
});

test('a wait is the same on every replay, another for every task, and never under 2 seconds', () => {
  const quick = policy({ maxAttempts: 10, backoff: { first: 'PT1S' } });
  const waitOf = (key: string) =>
    waitBeforeNext({ ...nothingTried, attempts: 1 }, failed('lost'), quick, key);
  fc.assert(
    fc.property(fc.string(), (key) => {
      expect(waitOf(key)).toBe(waitOf(key));
      expect(waitOf(key)).toBeGreaterThanOrEqual(2_000);
    }),
  );
  const slow = policy({ maxAttempts: 10, backoff: { first: 'PT1M' } });
  const tried = { ...nothingTried, attempts: 1 };
  const waits = ['a', 'b', 'c'].map((key) => waitBeforeNext(tried, failed('lost'), slow, key));
  expect(new Set(waits).size).toBe(3);
});

test('a quota is asked for again within a minute for about half an hour, and in a week fewer than 121 times', () => {
  const waits = Array.from({ length: 121 }, (_, index) => waitForQuota(index + 1, 'k'));
  const at = (round: number) => waits.slice(0, round).reduce((sum, wait) => sum + wait, 0);
  expect(Math.max(...waits.slice(0, 30))).toBeLessThanOrEqual(72_000);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(2_000);
  expect(at(30)).toBeGreaterThan(20 * 60_000);
  expect(at(121)).toBeGreaterThan(7 * 24 * 3_600_000);
});
