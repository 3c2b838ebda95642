import { expect, test } from '@jest/globals';
import { itemsOfTaskEnd } from '../../jobs/item-results.ts';
import type { JobOutcome } from '../../jobs/outcome.ts';

const succeeded = { status: 'succeeded' } as const;
const failed = {
  status: 'failed',
  class: 'container-exit',
  exitCode: 3,
  message: 'container main exited with 3',
} as const;
const said = (...results: { index: number; ok: boolean; message?: string }[]) =>
  JSON.stringify(results);

test.each<[string, string | undefined, JobOutcome, number[]]>([
  ['without a file, all went as the container: well', undefined, succeeded, []],
  ['without a file, all went as the container: not', undefined, failed, [10, 11, 12]],
  [
    'what is not named after an exit with 0 succeeded',
    said({ index: 1, ok: false }),
    succeeded,
    [11],
  ],
  ['what is not named after another exit failed', said({ index: 0, ok: true }), failed, [11, 12]],
  ['a file that is no list speaks for nothing', '{"ok":true}', succeeded, [10, 11, 12]],
  ['a file that is no JSON speaks for nothing', 'oops', succeeded, [10, 11, 12]],
  ['the last word counts', said({ index: 0, ok: false }, { index: 0, ok: true }), succeeded, []],
  ['an item that was not given is none', said({ index: 7, ok: false }), succeeded, []],
  [
    'what was not finished in time failed',
    said({ index: 2, ok: true }),
    { status: 'timedOut' },
    [10, 11],
  ],
])('%s', (_, text, outcome, failedNumbers) => {
  const { row, counts } = itemsOfTaskEnd(text, [10, 11, 12], outcome);
  expect(row).toEqual({
    succeeded: 3 - failedNumbers.length,
    failed: failedNumbers.length,
    failedNumbers,
  });
  expect(counts).toMatchObject({ succeeded: row.succeeded, failed: row.failed });
});

test('the first failure says what the container says of it', () => {
  const text = said({ index: 1, ok: false, message: 'no such page' });
  const { counts } = itemsOfTaskEnd(text, [10, 11, 12], succeeded);
  expect(counts.firstFailure).toEqual({
    status: 'failed',
    class: 'container-exit',
    message: 'item 11 of it: no such page',
  });
});

test('without a word of it, it is the failure of the container', () => {
  expect(itemsOfTaskEnd(undefined, [0], failed).counts.firstFailure).toEqual(failed);
});
