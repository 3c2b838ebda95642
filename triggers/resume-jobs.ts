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

/**
 * Starts jobs again that are not over and that nothing runs: the host was killed between a job's row and its start, or
 * its orchestration failed. It goes on where it was, because every activity may be repeated. One that a person has
 * terminated is cancelled: it is started again to end so. Neither is, before all that it had begun has come to its end.
 */
export async function resumeJobs(
  deps: Deps,
  orchestrations: Orchestrations,
  context: Pick<InvocationContext, 'log'>,
): Promise<void> {
  const { artifacts, store, now } = deps;
  for await (const { id, phase, createdAt } of recentJobs(store)) {
    if (phase === 'over' || Date.parse(createdAt) + graceMs > now().getTime()) continue;
    const state = await orchestrations.stateOf(id);
    if (state === 'alive') continue;
    if (state === 'terminated') {
      await store.requestStop(id, 'cancelled');
      await wakeJob(deps, orchestrations, id);
    }
    if (await hasLivingChildren(deps, orchestrations, id)) continue;
    const text = await artifacts.readJobFile(id, 'spec.json');
    if (text === undefined) continue;
    const { name, input } = orchestrationOf(id, JobSpec.parse(JSON.parse(text)));
    await orchestrations.start(name, id, input);
    context.log(`resumed job ${id}`);
  }
}
