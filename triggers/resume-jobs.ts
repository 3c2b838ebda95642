import type { InvocationContext } from '@azure/functions';
import { JobSpec } from '../jobs/job-spec.ts';
import type { TriggerDeps } from './deps.ts';
import { orchestrationOf } from './orchestration-of.ts';
import type { Orchestrations } from './orchestrations.ts';
import { recentJobs } from './recent-jobs.ts';

/** A start takes less; what is younger may be about to be started. */
const graceMs = 5 * 60 * 1000;

type Deps = Pick<TriggerDeps, 'artifacts' | 'store' | 'now'>;

/**
 * Starts jobs again that are not over and that nothing runs: the host was killed between a job's row and its start, or
 * its orchestration failed. It goes on where it was, because every activity may be repeated.
 */
export async function resumeJobs(
  { artifacts, store, now }: Deps,
  orchestrations: Orchestrations,
  context: Pick<InvocationContext, 'log'>,
): Promise<void> {
  for await (const { id, phase, createdAt } of recentJobs(store)) {
    if (phase === 'over' || Date.parse(createdAt) + graceMs > now().getTime()) continue;
    if (!(await orchestrations.isAbandoned(id))) continue;
    const text = await artifacts.readJobFile(id, 'spec.json');
    if (text === undefined) continue;
    const { name, input } = orchestrationOf(id, JobSpec.parse(JSON.parse(text)));
    await orchestrations.start(name, id, input);
    context.log(`resumed job ${id}`);
  }
}
