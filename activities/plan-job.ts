import type { ActivityHandler } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import type { JobOutcome } from '../jobs/outcome.ts';
import { effectiveSpec, planOf } from '../jobs/plan.ts';
import { jobPlanOf, type PlanFile } from '../jobs/plan-file.ts';
import type { JobSpec, WorkloadSpec } from '../jobs/job-spec.ts';
import type { JobRow } from '../jobs/job-rows.ts';
import { withWorkload } from '../jobs/workloads/with-workload.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';
import { readPlan, readSpec, savePlan } from './job-files.ts';
import { listItems, type Items } from './items.ts';
import { planRetry } from './plan-retry.ts';
import { planSteps } from './steps/plan-steps.ts';
import { submitted } from './submitted.ts';

const over = (outcome: JobOutcome) => ({ kind: 'over', outcome }) as const;
/** One that had begun was lost and is started again to end: nobody knows what its orchestrations have left. */
const cancelled = ({ startedAt }: JobRow) => ({
  ...over({ status: 'cancelled' }),
  ...(startedAt !== undefined && { cleanup: 'leftToSweeper' as const }),
});
const invalid = (message: string) => over({ status: 'failed', class: 'invalid-spec', message });

export function planJob(deps: Deps): ActivityHandler {
  const { artifacts, store, now } = deps;
  return implement(contracts.planJob, async ({ jobId, workloadSpec, spec }) => {
    const { job, problem } = await foundOrMade(deps, jobId, spec);
    if (problem !== undefined) return invalid(problem);
    if (job.outcome) return over(job.outcome);
    // Of one whose steps have begun, what has succeeded is still to be undone.
    if (job.stepsTotal === undefined && (await store.readStop(jobId)) === 'cancelled')
      return cancelled(job);
    const kept = await readPlan(artifacts, jobId);
    if (kept) return jobPlanOf(kept);
    const asked = await readSpec(artifacts, jobId);
    if (asked.steps) return planSteps(deps, jobId, asked);
    const made =
      (await retried(deps, job)) ?? (await makePlan(deps, wholeSpec(asked, workloadSpec)));
    if (made.problem !== undefined) return invalid(made.problem);
    const { plan, items } = made;
    await store.updateJob(jobId, { ...totalsOf(plan), startedAt: now().toISOString() });
    // Last: once it is there, everything is.
    await savePlan(artifacts, jobId, plan, items);
    return jobPlanOf(plan);
  });
}

/** A job that somebody has submitted, or that of another orchestrator's spec, which is looked at each time. */
async function foundOrMade(
  deps: Deps,
  jobId: string,
  spec: unknown,
): Promise<{ readonly job: JobRow; readonly problem?: string }> {
  const known = await deps.store.readJob(jobId);
  if (known && (known.outcome || spec === undefined)) return { job: known };
  if (spec === undefined) throw new Error(`There is no job ${jobId}.`);
  const made = await submitted(deps, jobId, spec);
  return { ...made, job: known ?? made.job };
}

/** Of a workload that no orchestrator of its own has made a spec of, that is made here. */
function wholeSpec(spec: JobSpec, workload: WorkloadSpec | undefined): JobSpec {
  return workload ? effectiveSpec(spec, workload) : withWorkload(spec);
}

type Made =
  | { readonly plan: PlanFile; readonly items: Items; readonly problem?: undefined }
  | { readonly problem: string };

/** Its items lie where they are. */
async function retried(deps: Deps, { id, retryOf }: JobRow): Promise<Made | undefined> {
  const plan = retryOf === undefined ? undefined : await planRetry(deps, id, retryOf);
  return plan && { plan, items: { count: plan.itemCount } };
}

function totalsOf(plan: PlanFile): Partial<JobRow> {
  const { toRun = plan.itemCount, items, itemsToRun = items } = plan;
  return {
    phase: 'running',
    tasksTotal: toRun + (plan.spec.reduce ? 1 : 0),
    ...(itemsToRun !== undefined && { itemsTotal: itemsToRun }),
  };
}

async function makePlan({ artifacts, settings }: Deps, spec: JobSpec): Promise<Made> {
  const items = await listItems(artifacts, spec);
  if (items.problem !== undefined) return items;
  const planned = planOf(spec, items.count, settings);
  return planned.problem === undefined ? { plan: planned.plan, items } : planned;
}
