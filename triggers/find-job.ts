import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { JobRow } from '../jobs/job-rows.ts';
import type { TriggerDeps } from './deps.ts';
import { isJobId } from './job-id-pattern.ts';
import { problem } from './problem.ts';

type Found =
  | { readonly job: JobRow; readonly missing?: undefined }
  | { readonly job?: undefined; readonly missing: HttpResponseInit };

/** The job that the route names, or the reply that says there is none. */
export async function findJob(store: TriggerDeps['store'], request: HttpRequest): Promise<Found> {
  const id = request.params['id'] ?? '';
  // Ids of ours are plain; anything else would have to be escaped on its way to the store.
  const job = isJobId(id) ? await store.readJob(id) : undefined;
  return job ? { job } : { missing: problem({ status: 404, title: 'There is no such job' }) };
}
