import type { JobRow } from '../../jobs/job-rows.ts';
import { statusOf, type JobStatus } from '../../jobs/job-status.ts';
import { stepJobId } from '../../jobs/steps/ids.ts';
import { sinksOf } from '../../jobs/steps/sinks.ts';
import type { JobStore } from '../ports.ts';
import { toArray } from './to-array.ts';

/** A job has at most 50 steps, each with a job and one that undoes it. */
const mostJobs = 100;

/** The jobs that are steps of this one, or undo one; none of a job that has no steps. */
export async function jobsOfSteps(
  store: Pick<JobStore, 'listJobs'>,
  parent: string,
): Promise<readonly JobRow[]> {
  return (await store.listJobs({ parent, limit: mostJobs })).jobs;
}

/**
 * A job's status, of a job of steps with what their jobs have come to; its links begin with `baseUrl`. In a list a job
 * of steps is shown without the tasks of these.
 */
export async function readStatus(
  store: Pick<JobStore, 'listJobs' | 'listSteps' | 'listTasks'>,
  baseUrl: string,
  job: JobRow,
  { isInList = false }: { readonly isInList?: boolean } = {},
): Promise<JobStatus> {
  if (job.stepsTotal === undefined)
    return statusOf(job, baseUrl, await toArray(store.listTasks(job.id)));
  const steps = await store.listSteps(job.id);
  if (isInList) return statusOf(job, baseUrl, [], steps);
  const jobs = await jobsOfSteps(store, job.id);
  const each = await Promise.all(jobs.map(async ({ id }) => toArray(store.listTasks(id))));
  const last = new Set(sinksOf(steps).map(({ step }) => stepJobId(job.id, step)));
  const tasks = each.flatMap((rows, index) =>
    // What a job gives is what its last steps give.
    last.has(jobs[index]?.id ?? '') ? rows : rows.map((row) => ({ ...row, results: [] })),
  );
  const tasksTotal = jobs.reduce((sum, child) => sum + child.tasksTotal, 0);
  const waiting = jobs.find(({ phase, waitingFor }) => phase !== 'over' && waitingFor);
  const whole = { ...job, tasksTotal, ...(waiting && { waitingFor: waiting.waitingFor }) };
  return statusOf(whole, baseUrl, tasks, steps);
}
