import type { ActivityHandler } from 'durable-functions';
import type { JobOutcome, TaskOutcome } from '../../jobs/outcome.ts';
import * as contracts from '../../jobs/steps/contracts.ts';
import { awaitIdOf } from '../../jobs/steps/ids.ts';
import { type StepRow, waitsForApproval } from '../../jobs/steps/rows.ts';
import type { Deps } from '../deps.ts';
import { implement } from '../implement.ts';
import { raiseByClient, type RaiseOf } from '../wake-waiters.ts';
import { jobOfStep } from './step-files.ts';

type RecordDeps = Pick<Deps, 'store' | 'now'>;

/** It needs the `durableClient` input. */
export function recordStep(
  { store, now }: RecordDeps,
  raiseOf: RaiseOf = raiseByClient,
): ActivityHandler {
  return implement(contracts.recordStep, async (end, context) => {
    const raise = raiseOf(context);
    const { jobId, step, outcome, isCompensation } = end;
    const row = (await store.listSteps(jobId))[step];
    if (!row) throw new Error(`Job ${jobId} has no step ${step}.`);
    const child = jobOfStep(jobId, step, isCompensation);
    const ran = await store.readJob(child);
    const cleanup = ran?.cleanup ?? (ran ? 'leftToSweeper' : 'deleted');
    // Somebody has terminated it: what it had begun goes on by itself, and nobody else tells its end.
    if (ran && ran.phase !== 'over') await endLost({ store, now }, child, outcome);
    if (isCompensation) await keepUndoing({ store }, jobId, row, outcome);
    else if (!row.outcome) {
      const finishedAt = now().toISOString();
      await store.changeStep(jobId, step, { state: 'over', outcome, cleanup, finishedAt });
    }
    const waiters = isCompensation ? [] : waitersFor(await store.listSteps(jobId), step);
    // One that does not wait any more, or not yet, looks by itself.
    await Promise.allSettled(waiters.map((other) => raise(awaitIdOf(jobId, other), 'wake', {})));
    return { cleanup };
  });
}

async function endLost(
  { store, now }: RecordDeps,
  jobId: string,
  outcome: TaskOutcome,
): Promise<void> {
  await store.requestStop(jobId, 'cancelled');
  const finishedAt = now().toISOString();
  const end = { outcome: begun(outcome), cleanup: 'leftToSweeper', finishedAt } as const;
  await store.updateJob(jobId, { phase: 'over', ...end });
}

async function keepUndoing(
  { store }: Pick<Deps, 'store'>,
  jobId: string,
  { step, compensation }: StepRow,
  outcome: TaskOutcome,
): Promise<void> {
  if (!compensation || compensation.outcome) return;
  await store.changeStep(jobId, step, {
    compensation: { ...compensation, state: 'over', outcome: begun(outcome) },
  });
}

/** What has begun was not skipped. */
function begun(outcome: TaskOutcome): JobOutcome {
  return outcome.status === 'skipped' ? { status: 'cancelled' } : outcome;
}

/** After a success those that depend on the step; after anything else all that have not begun, or wait for approval. */
function waitersFor(rows: readonly StepRow[], step: number): number[] {
  const isOpen = (row: StepRow): boolean => row.state === 'waiting' || waitsForApproval(row);
  const hasSucceeded = rows[step]?.outcome?.status === 'succeeded';
  return rows
    .filter((row) => isOpen(row) && (!hasSucceeded || row.dependsOn.includes(step)))
    .map((row) => row.step);
}
