import { cleanupOf } from '../lane-end.ts';
import type { Cleanup, JobOutcome, TaskOutcome } from '../outcome.ts';
import type { StepRow } from './rows.ts';

/** What came of a job by its steps, and which of them are to be undone, in this order. */
interface Judgement {
  readonly outcome: JobOutcome;
  readonly cleanup: Cleanup;
  readonly compensate: readonly number[];
}

/** When all that began has ended: the outcome of the first step in the list that has an unhappy one of its own. */
export function judge(rows: readonly StepRow[]): Judgement {
  const ended = rows.map((row) => endOf(row));
  const bad = ended.find(({ status }) => status !== 'succeeded' && status !== 'skipped');
  const isSkipped = ended.some(({ status }) => status === 'skipped');
  const outcome: JobOutcome =
    bad && bad.status !== 'skipped'
      ? bad
      : isSkipped
        ? { status: 'failed', class: 'platform-error', message: 'no step says why it was skipped' }
        : { status: 'succeeded' };
  return {
    outcome,
    cleanup: cleanupOf(rows),
    compensate: outcome.status === 'succeeded' ? [] : toUndo(rows),
  };
}

function endOf({ name, outcome }: StepRow): TaskOutcome {
  const message = `step ${name}: how it ended is not known`;
  if (!outcome) return { status: 'failed', class: 'platform-error', message };
  return outcome.status === 'failed'
    ? { ...outcome, message: `step ${name}: ${outcome.message}` }
    : outcome;
}

/**
 * Steps that have succeeded and are not undone yet: the newest first, by their own times; but clocks differ, so none
 * comes before one that was built on it.
 */
function toUndo(rows: readonly StepRow[]): number[] {
  const left = rows
    .filter(({ outcome }) => outcome?.status === 'succeeded')
    .sort((a, b) => (isNewer(a, b) ? -1 : 1));
  const order: StepRow[] = [];
  while (left.length > 0) {
    const isFree = ({ step }: StepRow) => !left.some(({ dependsOn }) => dependsOn.includes(step));
    const [next] = left.splice(Math.max(0, left.findIndex(isFree)), 1);
    if (next) order.push(next);
  }
  return order
    .filter(({ compensation }) => compensation && !compensation.outcome)
    .map(({ step }) => step);
}

function isNewer(a: StepRow, b: StepRow): boolean {
  const { finishedAt: one = '' } = a;
  const { finishedAt: other = '' } = b;
  return one === other ? a.step > b.step : one > other;
}
