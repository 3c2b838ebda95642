import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import type { JobRow } from '../jobs/job-rows.ts';
import { type JobStatus, statusOf } from '../jobs/job-status.ts';
import type { TriggerDeps } from './deps.ts';
import { isJobId } from './job-id-pattern.ts';
import { readQuery } from './read-query.ts';
import { readStatus } from '../clients/queries/read-status.ts';
import { originOf } from './status-reply.ts';

const Query = z.strictObject({
  limit: z.coerce.number('must be a number').int().min(1).max(100).default(50),
  continuation: z
    .string()
    .refine(isJobId, 'must be the continuation of an earlier reply')
    .optional(),
  parent: z.string().refine(isJobId, 'must be the id of a job').optional(),
});

/**
 * `GET /api/jobs`: newest first, in pages; the results and logs of a job that is over are in its own status. Jobs that are
 * steps of another are listed only when it is named as their `parent`.
 */
export async function listJobs(
  { store }: Pick<TriggerDeps, 'store'>,
  request: HttpRequest,
): Promise<HttpResponseInit> {
  const query = readQuery(Query, request);
  if (!query.ok) return query.reply;
  const { limit, continuation, parent } = query.value;
  const page = await store.listJobs({
    limit,
    ...(continuation && { continuation }),
    ...(parent && { parent }),
  });
  return {
    jsonBody: {
      jobs: await Promise.all(page.jobs.map((job) => shown(store, request, job))),
      ...(page.continuation && { continuation: page.continuation }),
    },
  };
}

/** The row of a job that is over says all that a list shows. */
async function shown(
  store: TriggerDeps['store'],
  request: HttpRequest,
  job: JobRow,
): Promise<JobStatus> {
  return job.phase === 'over'
    ? statusOf(job, originOf(request))
    : await readStatus(store, originOf(request), job, { isInList: true });
}
