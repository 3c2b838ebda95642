import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { TriggerDeps } from './deps.ts';
import { findJob } from './find-job.ts';
import { statusReply } from './status-reply.ts';

/** `GET /api/jobs/{id}`: its status. */
export async function getJob(
  { store }: Pick<TriggerDeps, 'store'>,
  request: HttpRequest,
): Promise<HttpResponseInit> {
  const { job, missing } = await findJob(store, request);
  return missing ?? statusReply({ store }, request, job);
}
