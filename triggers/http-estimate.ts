import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import { type Estimate, estimateOf, type TaskTime } from '../jobs/estimate.ts';
import type { JobSpec, SpecError } from '../jobs/job-spec.ts';
import { pastTime } from '../jobs/past-time.ts';
import { planOf, type PlanSettings } from '../jobs/plan.ts';
import type { PlanFile } from '../jobs/plan-file.ts';
import { maxItems } from '../jobs/spec/fan-out.ts';
import { specOfStep } from '../jobs/steps/child-spec.ts';
import { estimateOfSteps } from '../jobs/steps/estimate.ts';
import { withWorkload } from '../jobs/workloads/with-workload.ts';
import type { TriggerDeps, TriggerSettings } from './deps.ts';
import { problem } from './problem.ts';
import { readJson } from './read-body.ts';
import { readQuery } from './read-query.ts';
import { readSpec } from './read-spec.ts';

const maxBodyBytes = 1024 * 1024;
/** One page of the newest jobs. */
const pastJobs = 200;

const Query = z.strictObject({
  secondsPerTask: z.coerce
    .number('must be a number of seconds')
    .positive('must be more than 0')
    .max(604_800, 'must be at most 7 days')
    .optional(),
  runsPerDay: z.coerce
    .number('must be a number of runs')
    .positive('must be more than 0')
    .max(100_000, 'must be at most 100,000')
    .optional(),
});

interface EstimateDeps extends Pick<TriggerDeps, 'artifacts' | 'store'> {
  readonly settings: TriggerSettings & PlanSettings;
}

/**
 * `POST /api/jobs/estimate`: what the job of this spec would cost, how long it would take and which quota it needs.
 * Starts and keeps nothing. `?secondsPerTask=` says how long a task takes; without it past jobs do. `?runsPerDay=` sets a month
 * of it beside a small virtual machine.
 */
export async function estimateJob(
  deps: EstimateDeps,
  request: HttpRequest,
): Promise<HttpResponseInit> {
  const query = readQuery(Query, request);
  if (!query.ok) return query.reply;
  const body = await readJson(request, maxBodyBytes);
  if (!body.ok) return problem({ status: body.status, title: body.reason });
  const parsed = readSpec(body.value, deps.settings);
  if (!parsed.ok) return refused(parsed.errors);
  const estimated = await (parsed.spec.steps ? ofSteps : ofJob)(deps, parsed.spec, query.value);
  return 'problem' in estimated ? refused([estimated.problem]) : { jsonBody: estimated.estimate };
}

type Asked = z.infer<typeof Query>;
type Estimated = { readonly estimate: Estimate } | { readonly problem: SpecError };

async function ofJob(
  deps: EstimateDeps,
  spec: JobSpec,
  { secondsPerTask, runsPerDay }: Asked,
): Promise<Estimated> {
  const planned = await plannedFrom(deps, withWorkload(spec));
  if (planned.problem !== undefined) return { problem: { path: '', message: planned.problem } };
  const { plan } = planned;
  const time = await taskTime(deps, plan, secondsPerTask);
  return { estimate: estimateOf(plan, { time, runsPerDay }) };
}

/** Of each step's job by itself, and then of all. */
async function ofSteps(deps: EstimateDeps, spec: JobSpec, asked: Asked): Promise<Estimated> {
  const { secondsPerTask, runsPerDay } = asked;
  const parts: (Estimate | undefined)[] = [];
  for (const [index, step] of (spec.steps ?? []).entries()) {
    if (step.job) {
      // Jobs that have the name of a step by chance say nothing about it.
      const job = { ...specOfStep(spec, { step, job: step.job }, { inputs: [] }), name: undefined };
      const part = await ofJob(deps, job, { secondsPerTask });
      if ('problem' in part) return { problem: { ...part.problem, path: `steps[${index}].job` } };
      parts.push(part.estimate);
    } else parts.push(undefined);
  }
  const estimate = estimateOfSteps(spec, { parts, runsPerDay });
  return estimate ? { estimate } : { problem: nothingToEstimate };
}

const nothingToEstimate = {
  path: 'steps',
  message: 'run no containers: nothing is to be estimated',
};

function refused(errors: readonly SpecError[]): HttpResponseInit {
  return problem({ status: 400, title: 'The job is not right', errors });
}

type Planned =
  { readonly plan: PlanFile; readonly problem?: undefined } | { readonly problem: string };

async function plannedFrom({ artifacts, settings }: EstimateDeps, spec: JobSpec): Promise<Planned> {
  return planOf(spec, await countItems(artifacts, spec), settings);
}

/** As the job would count them now, up to the most that a job may have. */
async function countItems(
  artifacts: TriggerDeps['artifacts'],
  { fanOut }: JobSpec,
): Promise<number> {
  if (!fanOut) return 1;
  const { items } = fanOut;
  if (Array.isArray(items)) return items.length;
  if ('from' in items) return items.to - items.from + 1;
  const { container, prefix } = items.blobs;
  return (await artifacts.listBlobs(container, prefix, maxItems)).length;
}

async function taskTime(
  { store }: EstimateDeps,
  plan: PlanFile,
  seconds: number | undefined,
): Promise<TaskTime | undefined> {
  if (seconds !== undefined) return { seconds, because: 'secondsPerTask says so' };
  return pastTime(plan, (await store.listJobs({ limit: pastJobs })).jobs);
}
