import type { InvocationContext } from '@azure/functions';
import { JobSpec } from '../jobs/job-spec.ts';
import type { TriggerDeps } from './deps.ts';
import { hasLivingChildren } from './family.ts';
import { orchestrationOf } from './orchestration-of.ts';
import type { Orchestrations } from './orchestrations.ts';
import { recentJobs } from './recent-jobs.ts';
import { wakeJob } from './wake-job.ts';

/** A start takes less; what is younger may be about to be started. */
const graceMs = 5 * 60 * 1000;

type Deps = Pick<TriggerDeps, 'artifacts' | 'store' | 'now'>;

type Context = Pick<InvocationContext, 'log' | 'error'>;

/**
 * Starts jobs again that are not over and that nothing runs: the host was killed between a job's row and its start, or
 * its orchestration failed. It goes on where it was, because every activity may be repeated. One that a person has
 * terminated is cancelled: it is started again to end so. Neither is, before all that it had begun has come to its end.
 * One job that cannot be looked after does not keep the others.
 */
export async function resumeJobs(
  deps: Deps,
  orchestrations: Orchestrations,
  context: Context,
): Promise<void> {
  for await (const { id, phase, createdAt } of recentJobs(deps.store)) {
    const isYoung = Date.parse(createdAt) + graceMs > deps.now().getTime();
    if (phase === 'over' || isYoung) continue;
    try {
      if (await resumed(deps, orchestrations, id)) context.log(`resumed job ${id}`);
    } catch (error) {
      context.error(`could not resume job ${id}:`, error);
    }
  }
}

async function resumed(deps: Deps, orchestrations: Orchestrations, id: string): Promise<boolean> {
  const state = await orchestrations.stateOf(id);
  if (state === 'alive') return false;
  if (state === 'terminated') {
    await deps.store.requestStop(id, 'cancelled');
    await wakeJob(deps, orchestrations, id);
  }
  if (await hasLivingChildren(deps, orchestrations, id)) return false;
  const text = await deps.artifacts.readJobFile(id, 'spec.json');
  if (text === undefined) return false;
  const { name, input } = orchestrationOf(id, JobSpec.parse(JSON.parse(text)));
  await orchestrations.start(name, id, input);
  return true;
}
