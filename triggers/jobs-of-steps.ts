import type { JobStore } from '../clients/ports.ts';
import type { JobRow } from '../jobs/job-status.ts';

/** At most 50 steps, each with a job and one that undoes it. */
const most = 100;

/** The jobs that are steps of this one, or undo one; none of a job that has no steps. */
export async function jobsOfSteps(
  store: Pick<JobStore, 'listJobs'>,
  parent: string,
): Promise<readonly JobRow[]> {
  return (await store.listJobs({ parent, limit: most })).jobs;
}
