import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { readStatus } from '../clients/queries/read-status.ts';
import type { JobRow } from '../jobs/job-rows.ts';
import type { TriggerDeps } from './deps.ts';

const retryAfterSeconds = 2;

type Store = Pick<TriggerDeps, 'store'>;

/** The job's status: 202 until it is over, which tells a client of the 202 pattern to come back; then 200 whatever the outcome. */
export async function statusReply(
  { store }: Store,
  request: HttpRequest,
  job: JobRow,
): Promise<HttpResponseInit> {
  if (job.phase !== 'over') return accepted({ store }, request, job);
  return { status: 200, jsonBody: await readStatus(store, originOf(request), job) };
}

/** 202 with the job's status, and where to ask next. */
export async function accepted(
  { store }: Store,
  request: HttpRequest,
  job: JobRow,
): Promise<HttpResponseInit> {
  return {
    status: 202,
    headers: { location: `/api/jobs/${job.id}`, 'retry-after': String(retryAfterSeconds) },
    jsonBody: await readStatus(store, originOf(request), job),
  };
}

/** Links are made from how the caller reached us. */
export function originOf(request: HttpRequest): string {
  return new URL(request.url).origin;
}
