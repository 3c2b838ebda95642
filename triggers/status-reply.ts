import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { statusOf, type JobRow, type JobStatus, type TaskRow } from '../jobs/job-status.ts';
import { stepJobId } from '../jobs/steps/ids.ts';
import { sinksOf } from '../jobs/steps/sinks.ts';
import type { TriggerDeps } from './deps.ts';
import { jobsOfSteps } from './jobs-of-steps.ts';

const retryAfterSeconds = 2;

/** The job's status: 202 until it is over, which tells a client of the 202 pattern to come back; then 200 whatever the outcome. */
export async function statusReply(
  { store }: Pick<TriggerDeps, 'store'>,
  request: HttpRequest,
  job: JobRow,
): Promise<HttpResponseInit> {
  const status = await readStatus(store, request, job);
  return job.phase === 'over' ? { status: 200, jsonBody: status } : accepted(status);
}

/** 202 with where to ask next. */
export function accepted(status: JobStatus): HttpResponseInit {
  return {
    status: 202,
    headers: { location: `/api/jobs/${status.id}`, 'retry-after': String(retryAfterSeconds) },
    jsonBody: status,
  };
}

/** In a list a job of steps is shown without the tasks of these. */
export async function readStatus(
  store: TriggerDeps['store'],
  request: HttpRequest,
  job: JobRow,
  { isInList = false }: { readonly isInList?: boolean } = {},
): Promise<JobStatus> {
  const origin = originOf(request);
  if (job.stepsTotal === undefined) return statusOf(job, origin, await tasksOf(store, job.id));
  const steps = await store.listSteps(job.id);
  if (isInList) return statusOf(job, origin, [], steps);
  const jobs = await jobsOfSteps(store, job.id);
  const each = await Promise.all(jobs.map(async ({ id }) => tasksOf(store, id)));
  const last = new Set(sinksOf(steps).map(({ step }) => stepJobId(job.id, step)));
  const tasks = each.flatMap((rows, index) =>
    // What a job gives is what its last steps give.
    last.has(jobs[index]?.id ?? '') ? rows : rows.map((row) => ({ ...row, results: [] })),
  );
  const tasksTotal = jobs.reduce((sum, child) => sum + child.tasksTotal, 0);
  const waiting = jobs.find(({ phase, waitingFor }) => phase !== 'over' && waitingFor);
  const whole = { ...job, tasksTotal, ...(waiting && { waitingFor: waiting.waitingFor }) };
  return statusOf(whole, origin, tasks, steps);
}

async function tasksOf(store: TriggerDeps['store'], jobId: string): Promise<TaskRow[]> {
  const tasks: TaskRow[] = [];
  for await (const task of store.listTasks(jobId)) tasks.push(task);
  return tasks;
}

/** Links are made from how the caller reached us. */
export function originOf(request: HttpRequest): string {
  return new URL(request.url).origin;
}
