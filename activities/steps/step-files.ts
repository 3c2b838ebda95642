import type { Artifacts, JobStore } from '../../clients/ports.ts';
import { compensationJobId, stepJobId } from '../../jobs/steps/ids.ts';
import type { StepRow } from '../../jobs/steps/rows.ts';

interface Deps {
  readonly artifacts: Pick<Artifacts, 'readJobFile'>;
  readonly store: Pick<JobStore, 'readJob'>;
}

/** Where the result of an activity is kept, among the files of its job. */
export function resultFileOf(step: number, isCompensation = false): string {
  return `${isCompensation ? 'undone' : 'steps'}/${step}.json`;
}

/** The job that a step runs, or that undoes it. */
export function jobOfStep(jobId: string, step: number, isCompensation = false): string {
  return isCompensation ? compensationJobId(jobId, step) : stepJobId(jobId, step);
}

/** JSON of what a step that has succeeded gives to others; undefined where that is nothing. */
export async function outputOfStep(
  { artifacts, store }: Deps,
  jobId: string,
  { step, kind, decision }: StepRow,
): Promise<string | undefined> {
  if (kind === 'approval') return decision && JSON.stringify(decision);
  if (kind === 'activity') return artifacts.readJobFile(jobId, resultFileOf(step));
  return (await store.readJob(stepJobId(jobId, step)))?.output;
}
