import { parentOf } from '../../jobs/steps/ids.ts';

/** The partition of the table `jobs` that has a job's row. */
export function partitionOf(jobId: string): string {
  return jobsOf(parentOf(jobId));
}

/** The partition of all jobs that are steps of this one; without a parent, of all that are no steps. */
export function jobsOf(parent: string | undefined): string {
  return parent === undefined ? 'jobs' : `jobs-of-${parent}`;
}
