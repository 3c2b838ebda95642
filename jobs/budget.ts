import type { TaskRow } from './job-rows.ts';
import type { JobOutcome, StopReason } from './outcome.ts';

/** What tasks have cost so far, in USD: the groups that have ended, and what is known of those that run. */
export function spentUsd(tasks: readonly Pick<TaskRow, 'costUsd' | 'accruedUsd'>[]): number {
  return tasks.reduce((sum, { costUsd = 0, accruedUsd = 0 }) => sum + costUsd + accruedUsd, 0);
}

/** A budget is reached when all of it is spent: nothing is left for another second. */
export function isOverBudget(budgetUsd: number | undefined, spent: number): boolean {
  return budgetUsd !== undefined && spent >= budgetUsd;
}

/** Tasks that a budget stopped were cancelled; their job has failed. Whatever else came of it stands. */
export function outcomeUnderBudget(outcome: JobOutcome, stop: StopReason | undefined): JobOutcome {
  if (outcome.status !== 'cancelled' || stop !== 'overBudget') return outcome;
  const message = 'the job was stopped when it had cost its budget';
  return { status: 'failed', class: 'over-budget', message };
}
