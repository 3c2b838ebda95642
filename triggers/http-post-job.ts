import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { TriggerDeps } from './deps.ts';
import type { Orchestrations } from './orchestrations.ts';
import { problem } from './problem.ts';
import { readJson } from './read-body.ts';
import { readSpec } from './read-spec.ts';
import { startJob } from './start-job.ts';
import { accepted } from './status-reply.ts';

const maxBodyBytes = 1024 * 1024;
const maxKeyLength = 255;

/** `POST /api/jobs`: a spec starts a job. With `Idempotency-Key` a repeat gives the job of the first request. */
export async function postJob(
  deps: TriggerDeps,
  orchestrations: Orchestrations,
  request: HttpRequest,
): Promise<HttpResponseInit> {
  const key = request.headers.get('idempotency-key');
  const keyErrors = key === null || isKey(key) ? [] : [wrongKey];
  const body = await readJson(request, maxBodyBytes);
  if (!body.ok) return problem({ status: body.status, title: body.reason, errors: keyErrors });
  const parsed = readSpec(body.value, deps.settings);
  if (!parsed.ok || keyErrors.length > 0) {
    const errors = [...keyErrors, ...(parsed.ok ? [] : parsed.errors)];
    return problem({ status: 400, title: 'The job is not right', errors });
  }
  const job = await startJob(deps, orchestrations, {
    trigger: 'http',
    ...(key !== null && { key: `http:${key}` }),
    spec: () => Promise.resolve(parsed.spec),
  });
  if (!job) throw new Error('A posted job has a spec.');
  return accepted(deps, request, job);
}

const wrongKey = {
  path: 'Idempotency-Key',
  message: `must have 1 to ${maxKeyLength} characters`,
};

function isKey(key: string): boolean {
  return key.length >= 1 && key.length <= maxKeyLength;
}
