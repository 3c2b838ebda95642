import { admissionKeyOf, admitIdOf } from '../jobs/admission/contracts.ts';
import { waitingOf } from '../jobs/admission/waiting.ts';
import { waitersOf } from '../jobs/attempt.ts';
import { PlanFile } from '../jobs/plan-file.ts';
import { regionName } from '../jobs/spec/regions.ts';
import { awaitIdOf } from '../jobs/steps/ids.ts';
import type { TriggerDeps } from './deps.ts';
import { jobsOfSteps } from '../clients/queries/read-status.ts';
import type { Orchestrations } from './orchestrations.ts';

type Deps = Pick<TriggerDeps, 'artifacts' | 'store'>;

/** The first that hears of a stop tells all others of its job; more than one, as it may get its permit just now. */
const maxTold = 10;

type Wakes = Pick<Orchestrations, 'wake' | 'admissionIn'>;

/**
 * Wakes whoever waits for something of a job that is stopped, so that they look at once: who watches its groups, who
 * waits to try again, who waits for room in a region, and the same for its steps. Only a hint: who is missed looks by
 * itself, later.
 */
export async function wakeJob(deps: Deps, orchestrations: Wakes, jobId: string): Promise<void> {
  await wakeTasks(deps, orchestrations, jobId);
  const steps = await deps.store.listSteps(jobId);
  if (steps.length === 0) return;
  const waiting = steps.filter(({ state }) => state !== 'over');
  const jobs = await jobsOfSteps(deps.store, jobId);
  await Promise.all([
    ...waiting.map(({ step }) => orchestrations.wake(awaitIdOf(jobId, step))),
    ...jobs
      .filter(({ phase }) => phase !== 'over')
      .map(({ id }) => wakeTasks(deps, orchestrations, id)),
  ]);
}

async function wakeTasks(deps: Deps, orchestrations: Wakes, jobId: string): Promise<void> {
  const wakes: Promise<void>[] = [];
  for await (const { state, task, attempts } of deps.store.listTasks(jobId)) {
    if (state !== 'running') continue;
    wakes.push(...waitersOf(jobId, task, attempts).map((id) => orchestrations.wake(id)));
  }
  const queued = await Promise.all(
    (await queuesOf(deps, jobId)).map(async (key) => {
      const state = await orchestrations.admissionIn(key);
      return state ? waitingOf(state, jobId, maxTold) : [];
    }),
  );
  const hint = { isStopped: true };
  wakes.push(...queued.flat().map((name) => orchestrations.wake(admitIdOf(name), hint)));
  await Promise.all(wakes);
}

/** The queues in which groups of a job may wait; none before it is planned. */
async function queuesOf({ artifacts }: Deps, jobId: string): Promise<string[]> {
  const file = await artifacts.readJobFile(jobId, 'plan.json');
  if (file === undefined) return [];
  const plan = PlanFile.safeParse(JSON.parse(file)).data;
  if (!plan) return [];
  const { target, location, spec } = plan;
  const regions = new Set([location, ...(spec.regions ?? [])].map(regionName));
  return [...regions].map((region) => admissionKeyOf({ target, region }));
}
