import { expect, test } from '@jest/globals';
import type { GroupState } from '../../jobs/group-state.ts';
import type { WatchEnd } from '../../jobs/watch-state.ts';
import { nextPollAt } from '../../jobs/poll-policy.ts';
import { firstWatch, look } from '../../jobs/watch.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const at = (seconds: number): Date => new Date(start + seconds * 1000);

const first = firstWatch(
  {
    jobId: 'j',
    task: 0,
    attempt: 1,
    target: { subscriptionId: 's', resourceGroup: 'g' },
    deadline: at(36_000).toISOString(),
    provisioningTimeoutSeconds: 600,
  },
  at(0),
);

/** Looks at what is seen at these seconds; gives the second of the end and the end, or undefined. */
function watched(
  seen: readonly (readonly [number, GroupState])[],
): readonly [number, WatchEnd['end']] | undefined {
  let state = first;
  for (const [seconds, group] of seen) {
    const looked = look(state, { group, cancelRequested: false }, at(seconds));
    if (looked.end) return [seconds, looked.end.end];
    state = looked.state;
  }
  return undefined;
}

const running: GroupState = { state: 'running' };
const idle = { detail: '', exits: [], isWhole: false, isSpot: false };
const waits: GroupState = { state: 'running', idle };
const evicted: GroupState = { state: 'running', idle: { ...idle, isSpot: true } };
const failed: GroupState = { state: 'failed', events: [] };
const warning = (name: string, message: string) => ({ name, message, type: 'Warning' });
const full: GroupState = { state: 'failed', events: [warning('InsufficientCapacity.', 'full')] };

test('a group that has run and then waits for as long as provisioningTimeout is stuck', () => {
  const seen = [
    [0, running],
    [100, waits],
    [650, waits],
    [699, waits],
    [700, waits],
  ] as const;
  expect(watched(seen)).toEqual([700, 'stuck']);
});

test('one that runs in between is not', () => {
  expect(
    watched([
      [0, running],
      [100, waits],
      [600, running],
      [700, waits],
      [1299, waits],
    ]),
  ).toBeUndefined();
});

test('a Spot group that waits for half a minute was taken back', () => {
  expect(
    watched([
      [0, running],
      [10, evicted],
      [39, evicted],
      [40, evicted],
    ]),
  ).toEqual([40, 'stuck']);
});

test('the next look at it comes when that time is up, however rare looks have become', () => {
  const seen = { group: evicted, cancelRequested: false };
  const looked = look(first, seen, at(20_000));
  expect(looked.end).toBeUndefined();
  if (looked.end) return;
  expect(nextPollAt(looked.state, at(20_000))).toEqual(at(20_030));
});

test('a Spot group that is up again sooner goes on', () => {
  expect(
    watched([
      [0, running],
      [10, evicted],
      [20, running],
      [45, evicted],
    ]),
  ).toBeUndefined();
});

test('a group whose provisioning failed for a known reason is over', () => {
  expect(watched([[5, full]])).toEqual([5, 'over']);
});

test('one that failed for no known reason has a minute to come up all the same', () => {
  expect(
    watched([
      [5, failed],
      [64, failed],
      [65, failed],
    ]),
  ).toEqual([65, 'over']);
  expect(
    watched([
      [5, failed],
      [30, running],
      [100, running],
    ]),
  ).toBeUndefined();
});

test('one that failed is stuck when the time to start is up', () => {
  expect(
    watched([
      [590, failed],
      [600, failed],
    ]),
  ).toEqual([600, 'stuck']);
});
