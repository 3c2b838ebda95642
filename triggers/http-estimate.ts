import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import { estimateOf, type TaskTime } from '../jobs/estimate.ts';
import type { JobSpec, SpecError } from '../jobs/job-spec.ts';
import { pastTime } from '../jobs/past-time.ts';
import { planOf, type PlanSettings } from '../jobs/plan.ts';
import type { PlanFile } from '../jobs/plan-file.ts';
import { maxItems } from '../jobs/spec/fan-out.ts';
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
  if (parsed.spec.steps) return refused([noSteps]);
  const planned = await plannedFrom(deps, withWorkload(parsed.spec));
  if (planned.problem !== undefined) return refused([{ path: '', message: planned.problem }]);
  const { plan } = planned;
  const { secondsPerTask, runsPerDay } = query.value;
  const time = await taskTime(deps, plan, secondsPerTask);
  return { jsonBody: estimateOf(plan, { time, runsPerDay }) };
}

const noSteps = { path: 'steps', message: 'cannot be estimated together: ask for the job of each' };

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
