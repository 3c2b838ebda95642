import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { statusOf, type JobRow, type JobStatus, type TaskRow } from '../jobs/job-status.ts';
import type { TriggerDeps } from './deps.ts';

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

export async function readStatus(
  store: TriggerDeps['store'],
  request: HttpRequest,
  job: JobRow,
): Promise<JobStatus> {
  const tasks: TaskRow[] = [];
  for await (const task of store.listTasks(job.id)) tasks.push(task);
  return statusOf(job, originOf(request), tasks);
}

/** Links are made from how the caller reached us. */
export function originOf(request: HttpRequest): string {
  return new URL(request.url).origin;
}
