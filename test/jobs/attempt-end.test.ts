import { describe, expect, test } from '@jest/globals';
import { endOfAttempt } from '../../jobs/attempt-end.ts';
import type { TaskRow } from '../../jobs/job-rows.ts';

const row = (more: Partial<TaskRow>): TaskRow => ({
  task: 0,
  state: 'running',
  attempts: 1,
  ...more,
});
const main = { name: 'main', detailStatus: 'Completed', exitCode: 0 };

describe('the end of an attempt by the row of its task', () => {
  test('one that runs, or has not begun, has none', () => {
    expect(endOfAttempt(row({}), 1)).toBeUndefined();
    expect(endOfAttempt(row({}), 2)).toBeUndefined();
    expect(endOfAttempt(row({ attempts: 2, costs: [0.1] }), 2)).toBeUndefined();
  });

  test('one that was collected ended as its containers did', () => {
    const collected = row({ costs: [0.1], containers: [main] });
    expect(endOfAttempt(collected, 1)).toEqual({ status: 'succeeded' });
    const failed = row({ costs: [0.1], containers: [{ ...main, exitCode: 3 }] });
    expect(endOfAttempt(failed, 1)).toMatchObject({ class: 'container-exit', exitCode: 3 });
  });

  test('one after which another followed ended as was written down, or nobody knows', () => {
    const outcome = { status: 'failed', class: 'capacity', message: 'no room' } as const;
    const second = row({ attempts: 2, failedAttempts: [{ attempt: 1, outcome }] });
    expect(endOfAttempt(second, 1)).toEqual(outcome);
    expect(endOfAttempt(row({ attempts: 2 }), 1)).toMatchObject({ class: 'lost' });
    expect(endOfAttempt(row({ costs: [0.1] }), 1)).toMatchObject({ class: 'lost' });
  });
});
