import { laneIdOf, waitersOf } from '../jobs/attempt.ts';
import type { TaskRow } from '../jobs/job-rows.ts';
import { jobPlanOf, PlanFile } from '../jobs/plan-file.ts';
import { awaitIdOf, stepRunId } from '../jobs/steps/ids.ts';
import type { TriggerDeps } from './deps.ts';
import { jobsOfSteps } from '../clients/queries/read-status.ts';
import type { Orchestrations } from './orchestrations.ts';

type Deps = Pick<TriggerDeps, 'artifacts' | 'store'>;

/** As many sets of lanes as `runJob` starts at most. */
const laneSets = [1, 2, 3];

/**
 * Whether anything that a job's instance has started is under way without it: children of one that was terminated go on.
 * Started again beside them it would wait for ever, as an id that is alive is not started a second time. For a job that has
 * lost its own instance, as it may take a call for each of its lanes and of the tasks that are not over.
 */
export async function hasLivingChildren(
  deps: Deps,
  { stateOf }: Pick<Orchestrations, 'stateOf'>,
  jobId: string,
): Promise<boolean> {
  for await (const id of childrenOf(deps, jobId)) if ((await stateOf(id)) === 'alive') return true;
  return false;
}

async function* childrenOf({ artifacts, store }: Deps, jobId: string): AsyncGenerator<string> {
  yield `${jobId}-run`;
  yield* instancesOfSteps({ artifacts, store }, jobId);
  const file = await artifacts.readJobFile(jobId, 'plan.json');
  if (file === undefined) return;
  const { lanes, itemCount } = jobPlanOf(PlanFile.parse(JSON.parse(file)));
  for (const set of laneSets)
    for (let lane = 0; lane < lanes; lane += 1) yield laneIdOf(jobId, lane, set);
  const rows = new Map<number, TaskRow>();
  for await (const row of store.listTasks(jobId)) rows.set(row.task, row);
  // Tasks are begun in their order, one by each lane; the reduce comes after the last item.
  const last = Math.min(itemCount, Math.max(-1, ...rows.keys()) + lanes);
  for (let task = 0; task <= last; task += 1) {
    const row = rows.get(task);
    if (row?.state !== 'over') yield* waitersOf(jobId, task, row?.attempts ?? 1);
  }
}

/** Each step's own, and those of the jobs that are not over. */
async function* instancesOfSteps(
  { artifacts, store }: Deps,
  jobId: string,
): AsyncGenerator<string> {
  const steps = await store.listSteps(jobId);
  for (const { step } of steps.filter(({ state }) => state !== 'over')) {
    yield stepRunId(jobId, step);
    yield awaitIdOf(jobId, step);
  }
  if (steps.length === 0) return;
  for (const { id, phase } of await jobsOfSteps(store, jobId)) {
    if (phase === 'over') continue;
    yield id;
    yield* childrenOf({ artifacts, store }, id);
  }
}
