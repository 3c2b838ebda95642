import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { waitersOf } from '../jobs/attempt.ts';
import type { TriggerDeps } from './deps.ts';
import { findJob } from './find-job.ts';
import type { Orchestrations } from './orchestrations.ts';
import { problem } from './problem.ts';
import { accepted, readStatus } from './status-reply.ts';

/**
 * `POST /api/jobs/{id}/cancel`: writes down that the job is to stop, then wakes those who watch its groups or
 * wait to try again, so that they read it at once. The job is over when the groups are deleted.
 */
export async function cancelJob(
  { store }: Pick<TriggerDeps, 'store'>,
  orchestrations: Orchestrations,
  request: HttpRequest,
): Promise<HttpResponseInit> {
  const { job, missing } = await findJob(store, request);
  if (missing) return missing;
  if (job.phase === 'over') return problem({ status: 409, title: 'The job is over already' });
  await store.requestStop(job.id, 'cancelled');
  const wakes: Promise<void>[] = [];
  for await (const { state, task, attempts } of store.listTasks(job.id)) {
    if (state !== 'running') continue;
    wakes.push(...waitersOf(job.id, task, attempts).map((id) => orchestrations.wake(id)));
  }
  await Promise.all(wakes);
  return accepted(await readStatus(store, request, job));
}
