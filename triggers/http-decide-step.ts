import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import { JobSpec } from '../jobs/job-spec.ts';
import type { JobRow } from '../jobs/job-rows.ts';
import { awaitIdOf } from '../jobs/steps/ids.ts';
import { newStepRows, type StepRow, waitsForApproval } from '../jobs/steps/rows.ts';
import type { TriggerDeps } from './deps.ts';
import { findJob } from './find-job.ts';
import { Verdict } from './openapi/replies.ts';
import type { Orchestrations } from './orchestrations.ts';
import { problem } from './problem.ts';
import { readJson } from './read-body.ts';
import { statusReply } from './status-reply.ts';

const maxBodyBytes = 16 * 1024;

type Deps = Pick<TriggerDeps, 'artifacts' | 'store' | 'now'>;
type Wakes = Pick<Orchestrations, 'wake'>;

/** `POST /api/jobs/{id}/approve`: a step that asks for it goes on, or will do so at once when its turn has come. */
export function approveJob(
  deps: Deps,
  orchestrations: Wakes,
  request: HttpRequest,
): Promise<HttpResponseInit> {
  return decide(deps, orchestrations, request, true);
}

/** `POST /api/jobs/{id}/reject`: a step that asks for approval fails, and with it the job. */
export function rejectJob(
  deps: Deps,
  orchestrations: Wakes,
  request: HttpRequest,
): Promise<HttpResponseInit> {
  return decide(deps, orchestrations, request, false);
}

/** The first word stands: said again it is answered as before, another is 409. */
async function decide(
  deps: Deps,
  orchestrations: Wakes,
  request: HttpRequest,
  approved: boolean,
): Promise<HttpResponseInit> {
  const { store, now } = deps;
  const { job, missing } = await findJob(store, request);
  if (missing) return missing;
  const said = await readVerdict(request);
  if ('refusal' in said) return said.refusal;
  const { step: name, ...words } = said.verdict;
  const found = await stepMeant(deps, job, name);
  if ('refusal' in found) return found.refusal;
  const { step, outcome } = found.row;
  const before = await store.readDecision(job.id, step);
  if (!before && (job.phase === 'over' || outcome))
    return problem({ status: 409, title: `Step ${found.row.name} asks nobody any more` });
  const decision = { approved, ...withoutUndefined(words), at: now().toISOString() };
  const stands = before ?? (await store.decideStep(job.id, step, decision));
  if (stands.approved !== approved) return problem({ status: 409, title: wordsFor(stands) });
  await orchestrations.wake(awaitIdOf(job.id, step));
  return statusReply({ store }, request, job);
}

function wordsFor({ approved, isLate }: { approved: boolean; isLate?: true | undefined }): string {
  const word = approved ? 'approved' : 'rejected';
  return isLate ? `Its time is over: it counts as ${word}` : `It was ${word} before`;
}

type Said = { readonly verdict: z.infer<typeof Verdict> } | { readonly refusal: HttpResponseInit };

/** No body at all is as good as an empty object. */
async function readVerdict(request: HttpRequest): Promise<Said> {
  const body = await readJson(request, maxBodyBytes, { isOptional: true });
  if (!body.ok) return { refusal: problem({ status: body.status, title: body.reason }) };
  const parsed = Verdict.safeParse(body.value ?? {});
  if (parsed.success) return { verdict: parsed.data };
  const errors = parsed.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    message,
  }));
  return { refusal: problem({ status: 400, title: 'The body is not right', errors }) };
}

type Meant = { readonly row: StepRow } | { readonly refusal: HttpResponseInit };

/** The step that is named; without a name the one that asks, or will be the only one to ask. */
async function stepMeant(deps: Deps, job: JobRow, name: string | undefined): Promise<Meant> {
  const rows = await stepsOf(deps, job);
  const approvals = rows.filter(({ kind }) => kind === 'approval');
  const refuse = (message: string): Meant => ({
    refusal: problem({
      status: 400,
      title: 'The body is not right',
      errors: [{ path: 'step', message }],
    }),
  });
  if (name !== undefined) {
    const row = approvals.find((candidate) => candidate.name === name);
    return row ? { row } : refuse('is no step of this job that asks for approval');
  }
  const asking = approvals.filter(waitsForApproval);
  if (asking.length > 1)
    return refuse(`is required: ${asking.map((row) => row.name).join(', ')} ask`);
  const [only] = asking.length === 1 ? asking : approvals.length === 1 ? approvals : [];
  if (only) return { row: only };
  return { refusal: problem({ status: 409, title: 'No step of the job asks for approval now' }) };
}

/** Also before the job has begun. */
async function stepsOf({ artifacts, store }: Deps, { id, phase }: JobRow): Promise<StepRow[]> {
  const rows = await store.listSteps(id);
  if (rows.length > 0 || phase !== 'waiting') return rows;
  const text = await artifacts.readJobFile(id, 'spec.json');
  return text === undefined ? [] : newStepRows(JobSpec.parse(JSON.parse(text)));
}

function withoutUndefined({
  by,
  comment,
}: {
  by?: string | undefined;
  comment?: string | undefined;
}) {
  return { ...(by !== undefined && { by }), ...(comment !== undefined && { comment }) };
}
