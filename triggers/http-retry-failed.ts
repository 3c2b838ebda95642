import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { JobSpec } from '../jobs/job-spec.ts';
import type { JobRow } from '../jobs/job-rows.ts';
import type { TriggerDeps } from './deps.ts';
import { findJob } from './find-job.ts';
import type { Orchestrations } from './orchestrations.ts';
import { problem } from './problem.ts';
import { startJob } from './start-job.ts';
import { accepted } from './status-reply.ts';

/**
 * `POST /api/jobs/{id}/retry-failed`: a new job that runs of one that is over what has not succeeded, and then its reduce
 * over all. Asked again it is the same new job; if that fails too, it has a retry of its own.
 */
export async function retryFailed(
  deps: TriggerDeps,
  orchestrations: Orchestrations,
  request: HttpRequest,
): Promise<HttpResponseInit> {
  const { store, artifacts } = deps;
  const { job, missing } = await findJob(store, request);
  if (missing) return missing;
  if (job.phase !== 'over') return problem({ status: 409, title: 'The job is not over yet' });
  if (job.stepsTotal !== undefined)
    return problem({ status: 409, title: 'A job of steps is not retried: start it again' });
  if (hasDoneAll(job)) return problem({ status: 409, title: 'Nothing of the job has failed' });
  const retry = await startJob(deps, orchestrations, {
    trigger: 'http',
    key: `retry:${job.id}`,
    retryOf: job.id,
    spec: async () => {
      const text = await artifacts.readJobFile(job.id, 'spec.json');
      return text === undefined ? undefined : JobSpec.parse(JSON.parse(text));
    },
  });
  if (!retry) return problem({ status: 409, title: 'The files of the job are not kept any more' });
  return accepted({ store }, request, retry);
}

/** With some failures a job may succeed all the same, if its spec says so. */
function hasDoneAll({ outcome, tasksFailed = 0, itemsFailed = 0 }: JobRow): boolean {
  return outcome?.status === 'succeeded' && tasksFailed === 0 && itemsFailed === 0;
}
