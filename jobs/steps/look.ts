import type { Failed, StopReason, TaskOutcome } from '../outcome.ts';
import { isPast } from '../watch.ts';
import type { Decision, StepRow } from './rows.ts';

/** What is known when somebody looks whether a step may begin, or is over. */
interface Seen {
  readonly rows: readonly StepRow[];
  readonly stop: StopReason | undefined;
  /** Of an approval. */
  readonly decision: Decision | undefined;
  /** Of the whole job. */
  readonly deadline: string;
  readonly now: Date;
}

export type Look =
  | { readonly look: 'go' }
  | { readonly look: 'over'; readonly outcome: TaskOutcome }
  /** Nothing before it is left: an approval asks from now on. */
  | { readonly look: 'ask' }
  /** An approval's time is over, and nobody has said a word. */
  | { readonly look: 'late' }
  /** At `until` it is something else, if nothing happens before. */
  | { readonly look: 'wait'; readonly until: string };

/** Whether a step may begin, is over without having begun, or has to wait. After a failure no further step begins. */
export function lookAt(step: number, seen: Seen): Look {
  const { rows, stop, decision, deadline, now } = seen;
  const row = rows[step];
  if (!row) throw new Error(`There is no step ${step}.`);
  const over = (outcome: TaskOutcome): Look => ({ look: 'over', outcome });
  if (row.outcome) return over(row.outcome);
  if (stop === 'cancelled' || stop === 'overBudget') return over({ status: 'cancelled' });
  if (rows.some(hasNotSucceeded)) return over({ status: 'skipped' });
  if (isPast(deadline, now)) return over({ status: 'timedOut' });
  const isNext = row.dependsOn.every((other) => rows[other]?.outcome?.status === 'succeeded');
  if (!isNext) return { look: 'wait', until: deadline };
  if (row.kind !== 'approval') return { look: 'go' };
  if (decision) return over(decision.approved ? { status: 'succeeded' } : rejected(decision));
  if (row.until === undefined) return { look: 'ask' };
  if (isPast(row.until, now)) return { look: 'late' };
  return { look: 'wait', until: row.until < deadline ? row.until : deadline };
}

function hasNotSucceeded({ outcome }: StepRow): boolean {
  return outcome !== undefined && outcome.status !== 'succeeded';
}

function rejected({ by, comment, isLate }: Decision): Failed {
  const who = isLate ? 'nobody approved it in time' : `rejected${by ? ` by ${by}` : ''}`;
  const message = comment ? `${who}: ${comment}` : who;
  return { status: 'failed', class: 'rejected', message };
}
