import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { TriggerDeps } from './deps.ts';
import { findJob } from './find-job.ts';
import type { Orchestrations } from './orchestrations.ts';
import { problem } from './problem.ts';
import { accepted } from './status-reply.ts';
import { wakeJob } from './wake-job.ts';

/**
 * `POST /api/jobs/{id}/cancel`: writes down that the job is to stop, then wakes those who watch its groups,
 * wait to try again or wait for room, so that they read it at once. The job is over when the groups are deleted;
 * of one of steps, when what has to be undone is undone.
 */
export async function cancelJob(
  deps: Pick<TriggerDeps, 'artifacts' | 'store'>,
  orchestrations: Orchestrations,
  request: HttpRequest,
): Promise<HttpResponseInit> {
  const { store } = deps;
  const { job, missing } = await findJob(store, request);
  if (missing) return missing;
  if (job.phase === 'over') return problem({ status: 409, title: 'The job is over already' });
  await store.requestStop(job.id, 'cancelled');
  await wakeJob(deps, orchestrations, job.id);
  return accepted({ store }, request, job);
}
