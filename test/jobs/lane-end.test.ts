import { expect, test } from '@jest/globals';
import { cleanupOf, emptyLane, goesOn, jobOutcome, withTask } from '../../jobs/lane-end.ts';
import type { JobOutcome, TaskOutcome } from '../../jobs/outcome.ts';
import type { LaneEnd, TaskEnd } from '../../jobs/runs.ts';

const failure = (message: string) =>
  ({ status: 'failed', class: 'container-exit', exitCode: 3, message }) as const;
const end = (outcome: TaskOutcome, stop?: TaskEnd['stop']): TaskEnd => ({
  outcome,
  cleanup: 'deleted',
  stop,
});
const lane = (change: Partial<LaneEnd>): LaneEnd => ({ ...emptyLane, ...change });
const failedAt = (task: number) =>
  lane({ failed: 1, firstFailure: { task, outcome: failure(`at ${task}`) } });
const timedOut = lane({ cutShort: 'timedOut' });
const cancelled = lane({ cutShort: 'cancelled' });

test.each<[string, LaneEnd[], number, Record<string, unknown>]>([
  ['all items', [lane({ succeeded: 2 }), lane({ succeeded: 1 })], 3, { status: 'succeeded' }],
  [
    'all items, cancelled in the last moment',
    [lane({ succeeded: 3, cutShort: 'cancelled' })],
    3,
    { status: 'succeeded' },
  ],
  ['timedOut outweighs', [failedAt(0), cancelled, timedOut], 9, { status: 'timedOut' }],
  ['cancelled outweighs', [failedAt(0), cancelled], 9, { status: 'cancelled' }],
  [
    'the first failure in order',
    [failedAt(4), failedAt(1), lane({ succeeded: 1 })],
    9,
    failure('task 1: at 1 (2 of 9 items failed)'),
  ],
  [
    'the failure that stopped the job, before one that was not tried again for it',
    [
      lane({ failed: 1, firstFailure: { task: 0, outcome: failure('cut'), isCut: true } }),
      failedAt(2),
    ],
    6,
    failure('task 2: at 2 (2 of 6 items failed)'),
  ],
  ['an only item', [failedAt(0)], 1, failure('at 0')],
  [
    'items that nobody ran',
    [lane({ succeeded: 1 })],
    3,
    { class: 'platform-error', message: 'only 1 of 3 items ran, and none failed' },
  ],
])('the outcome of a job: %s', (_, lanes, itemCount, expected) => {
  const outcome: JobOutcome = jobOutcome(lanes, itemCount);
  expect(outcome).toMatchObject(expected);
});

test.each<[TaskEnd, boolean]>([
  [end({ status: 'succeeded' }), true],
  [end(failure('x')), true],
  [end(failure('x'), 'itemFailed'), false],
  [end({ status: 'succeeded' }, 'cancelled'), false],
  [end({ status: 'timedOut' }), false],
  [end({ status: 'cancelled' }), false],
  [end({ status: 'skipped' }, 'itemFailed'), false],
])('after %j a lane takes another item: %s', (task, goes) => {
  expect(goesOn(task)).toBe(goes);
});

test('a lane keeps its first failure and counts all', () => {
  const two = withTask(withTask(emptyLane, 2, end(failure('a'))), 5, end(failure('b')));
  expect(two).toMatchObject({ failed: 2, firstFailure: { task: 2, outcome: { message: 'a' } } });
});

test('what was not tried again, because another failed, is its first failure only while there is no other', () => {
  const cut = withTask(emptyLane, 1, { ...end(failure('a')), isCut: true });
  expect(cut.firstFailure).toMatchObject({ task: 1, isCut: true });
  expect(withTask(cut, 4, end(failure('b'))).firstFailure).toMatchObject({ task: 4 });
});

test('the same goes for a task of several items', () => {
  const items = { succeeded: 0, failed: 2, firstFailure: failure('a') };
  const cut = withTask(emptyLane, 1, { ...end(failure('a')), items, isCut: true });
  expect(cut).toMatchObject({ failed: 2, firstFailure: { task: 1, isCut: true } });
  expect(withTask(cut, 4, end(failure('b'))).firstFailure).toMatchObject({ task: 4 });
});

test('one group that was left makes the cleanup of all pending', () => {
  const left = withTask(emptyLane, 0, {
    ...end({ status: 'succeeded' }),
    cleanup: 'leftToSweeper',
  });
  const after = withTask(left, 1, end({ status: 'succeeded' }));
  expect(cleanupOf([emptyLane, after])).toBe('leftToSweeper');
  expect(cleanupOf([emptyLane])).toBe('deleted');
});
