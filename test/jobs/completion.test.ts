import { expect, test } from '@jest/globals';
import { claimOf, reporterOf, withReports } from '../../jobs/completion.ts';
import type { GroupState } from '../../jobs/group-state.ts';

const at = '2026-01-01T00:00:10.000Z';
const reports = [
  { container: 'a', exitCode: 0, at },
  { container: 'b', exitCode: 2, at: '2026-01-01T00:00:12.000Z' },
];
const startedAt = '2026-01-01T00:00:00.000Z';
const running: GroupState = { state: 'running', startedAt };

test('a group all of whose containers have reported has ended, whatever ARM still shows', () => {
  const ended = {
    state: 'ended',
    containers: [
      { name: 'a', exitCode: 0, detailStatus: 'Completed' },
      { name: 'b', exitCode: 2, detailStatus: 'Error' },
    ],
    finishedAt: '2026-01-01T00:00:12.000Z',
  };
  expect(withReports(running, reports, 2)).toEqual({ ...ended, startedAt });
  expect(withReports({ state: 'pending', events: [] }, reports, 2)).toEqual(ended);
});

test('one of which some have not is as ARM shows it, and so is one that reports nothing', () => {
  expect(withReports(running, reports, 3)).toBe(running);
  expect(withReports(running, [], undefined)).toBe(running);
});

test('of a container that was terminated only ARM knows whether the platform runs it again', () => {
  const terminated = [{ container: 'a', exitCode: 143, at }];
  expect(withReports(running, terminated, 1)).toBe(running);
  const ended: GroupState = { state: 'ended', containers: [] };
  expect(withReports(ended, terminated, 1)).toBe(ended);
});

test('where ARM knows the end, it is right', () => {
  const ended: GroupState = { state: 'ended', containers: [] };
  expect(withReports(ended, reports, 2)).toBe(ended);
});

test('a claim names its reporter, and no other text does', () => {
  const reporter = { jobId: 'job1', task: 12, attempt: 3, container: 'a-b' };
  expect(reporterOf(claimOf(reporter))).toEqual(reporter);
  for (const text of ['', 'done/job1/1/1', 'done/job1/x/1/a', 'done/job1/1/1/a/b', 'x/j/1/1/a'])
    expect(reporterOf(text)).toBeUndefined();
});
