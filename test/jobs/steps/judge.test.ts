import { describe, expect, test } from '@jest/globals';
import type { TaskOutcome } from '../../../jobs/outcome.ts';
import { judge } from '../../../jobs/steps/judge.ts';
import type { StepRow } from '../../../jobs/steps/rows.ts';

const failed = { status: 'failed', class: 'lost', message: 'gone' } as const;
const compensation = { kind: 'job', state: 'waiting' } as const;

const ended = (
  step: number,
  outcome: TaskOutcome | undefined,
  minute = step,
  more: Partial<StepRow> = {},
): StepRow => ({
  step,
  name: `n${step}`,
  kind: 'job',
  dependsOn: step === 0 ? [] : [step - 1],
  state: 'over',
  ...(outcome && { outcome }),
  finishedAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
  compensation,
  ...more,
});
const ok = { status: 'succeeded' } as const;

describe('a job whose steps have ended', () => {
  test('has succeeded when all have, and nothing is undone', () => {
    expect(judge([ended(0, ok), ended(1, ok)])).toEqual({
      outcome: ok,
      cleanup: 'deleted',
      compensate: [],
    });
  });

  test('has the outcome of the first in the list that has an unhappy one of its own', () => {
    const rows = [
      ended(0, { status: 'skipped' }),
      ended(1, failed),
      ended(2, { status: 'cancelled' }),
    ];
    expect(judge(rows).outcome).toEqual({ ...failed, message: 'step n1: gone' });
    const [first, second, third] = rows;
    expect(judge([first, third, second].flatMap((row) => row ?? [])).outcome).toEqual({
      status: 'cancelled',
    });
  });

  test('has failed when nobody knows how one of them ended', () => {
    expect(judge([ended(0, undefined)]).outcome).toMatchObject({ class: 'platform-error' });
  });

  test('is left to the sweeper when a step is', () => {
    const rows = [ended(0, ok, 0, { cleanup: 'leftToSweeper' }), ended(1, ok)];
    expect(judge(rows).cleanup).toBe('leftToSweeper');
  });
});

describe('what is undone', () => {
  const free = { dependsOn: [] };

  test('is what has succeeded and can be: the newest first', () => {
    const rows = [
      ended(0, ok, 5, free),
      ended(1, ok, 9, free),
      { ...ended(2, ok, 7, free), compensation: undefined },
      ended(3, failed, 8, free),
      ended(4, ok, 7, free),
    ];
    expect(judge(rows).compensate).toEqual([1, 4, 0]);
  });

  test('comes after what was built on it, whatever the clocks of two hosts say', () => {
    const rows = [ended(0, ok, 9), ended(1, ok, 2), ended(2, ok, 5, free), ended(3, failed)];
    expect(judge(rows).compensate).toEqual([2, 1, 0]);
  });

  test('is not undone again', () => {
    const undone = { kind: 'job', state: 'over', outcome: ok } as const;
    const rows = [ended(0, ok), ended(1, ok, 1, { compensation: undone }), ended(2, failed)];
    expect(judge(rows).compensate).toEqual([0]);
  });
});
