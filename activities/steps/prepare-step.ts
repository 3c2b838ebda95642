import type { ActivityHandler } from 'durable-functions';
import type { JobRow } from '../../jobs/job-rows.ts';
import type { JobSpec } from '../../jobs/job-spec.ts';
import type { TaskOutcome } from '../../jobs/outcome.ts';
import type { Step, StepJob } from '../../jobs/spec/steps.ts';
import { specOfStep } from '../../jobs/steps/child-spec.ts';
import * as contracts from '../../jobs/steps/contracts.ts';
import type { StepRow } from '../../jobs/steps/rows.ts';
import type { Deps } from '../deps.ts';
import { implement } from '../implement.ts';
import { readSpec } from '../job-files.ts';
import { jobOfStep } from './step-files.ts';
import { stepInputs } from './step-inputs.ts';

type PrepareDeps = Pick<Deps, 'artifacts' | 'store' | 'now'>;

const over = (outcome: TaskOutcome) => ({ kind: 'over', outcome }) as const;

export function prepareStep(deps: PrepareDeps): ActivityHandler {
  return implement(contracts.prepareStep, async (work): Promise<contracts.PreparedStep> => {
    const { jobId, step, isCompensation } = work;
    const before = await alreadyDecided(deps, work);
    if (before) return over(before);
    const child = jobOfStep(jobId, step, isCompensation);
    const job = await deps.store.readJob(jobId);
    const spec = await readSpec(deps.artifacts, jobId);
    const found = spec.steps?.[step];
    const body = isCompensation ? found?.compensate : found;
    if (!job || !found || !body) throw new Error(`Job ${jobId} has no step ${step} to run.`);
    if (body.job && !(await deps.store.readJob(child))) {
      const made = { ...work, parent: job, spec, step: found, job: body.job, child };
      const problem = await makeJob(deps, made);
      if (problem !== undefined)
        return over({ status: 'failed', class: 'invalid-spec', message: problem });
    }
    await markRunning(deps, work);
    return body.job ? { kind: 'job', jobId: child } : { kind: 'activity' };
  });
}

/** It is over, or nothing of it may be begun any more; what undoes a step is stopped by nobody. */
async function alreadyDecided(
  { store, now }: PrepareDeps,
  { jobId, step, deadline, isCompensation }: contracts.StepWork,
): Promise<TaskOutcome | undefined> {
  const row = (await store.listSteps(jobId))[step];
  if (isCompensation) return row?.compensation?.outcome;
  if (row?.outcome) return row.outcome;
  const stop = await store.readStop(jobId);
  if (stop === 'cancelled' || stop === 'overBudget') return { status: 'cancelled' };
  const isLate = deadline !== undefined && new Date(deadline) <= now();
  return isLate ? { status: 'timedOut' } : undefined;
}

interface ToMake {
  readonly parent: JobRow;
  readonly spec: JobSpec;
  readonly step: Step;
  readonly job: StepJob;
  readonly child: string;
  readonly deadline?: string | undefined;
  readonly isCompensation?: boolean | undefined;
}

/** Adds the step's job as a trigger adds one; or says why there can be none. */
async function makeJob(deps: PrepareDeps, made: ToMake): Promise<string | undefined> {
  const { parent, spec, job, child, deadline, isCompensation } = made;
  const inputs = await stepInputs(deps, { jobId: parent.id, spec, child }, job);
  if (inputs.problem !== undefined) return inputs.problem;
  const now = deps.now();
  const mostSeconds =
    deadline === undefined ? undefined : Math.ceil((Date.parse(deadline) - now.getTime()) / 1000);
  const { budget, ...own } = specOfStep(spec, made, { inputs: inputs.urls, mostSeconds });
  // What undoes a step costs what it costs.
  const ownSpec: JobSpec = { ...own, ...(budget && !isCompensation && { budget }) };
  await deps.artifacts.saveJobFile(child, 'spec.json', JSON.stringify(ownSpec));
  const { trigger, labels } = parent;
  await deps.store.addJob({
    id: child,
    parent: parent.id,
    name: made.step.name,
    trigger,
    ...(job.workload && { workload: job.workload }),
    labels,
    phase: 'waiting',
    tasksTotal: 0,
    createdAt: now.toISOString(),
  });
  return undefined;
}

async function markRunning(
  { store, now }: PrepareDeps,
  { jobId, step, isCompensation }: contracts.StepWork,
): Promise<void> {
  const row: StepRow | undefined = (await store.listSteps(jobId))[step];
  if (isCompensation && row?.compensation)
    await store.changeStep(jobId, step, {
      compensation: { ...row.compensation, state: 'running' },
    });
  else if (row?.state === 'waiting')
    await store.changeStep(jobId, step, { state: 'running', startedAt: now().toISOString() });
}
