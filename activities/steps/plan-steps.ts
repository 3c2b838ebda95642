import type { JobSpec } from '../../jobs/job-spec.ts';
import type { StepsPlan } from '../../jobs/runs.ts';
import { secondsOf } from '../../jobs/spec/duration.ts';
import { newStepRows } from '../../jobs/steps/rows.ts';
import type { Deps } from '../deps.ts';

/** Adds the rows of a job's steps, and marks the job running; again: the same. */
export async function planSteps(
  { store, now }: Pick<Deps, 'store' | 'now'>,
  jobId: string,
  spec: JobSpec,
): Promise<StepsPlan> {
  const rows = newStepRows(spec);
  // Before anything of a step begins: who cancels the job finds by them what is to be stopped.
  await store.addSteps(jobId, rows);
  const startedAt = now().toISOString();
  const job = await store.readJob(jobId);
  if (job?.startedAt === undefined)
    await store.updateJob(jobId, { phase: 'running', stepsTotal: rows.length, startedAt });
  return { kind: 'steps', count: rows.length, timeoutSeconds: secondsOf(spec.timeout) };
}
