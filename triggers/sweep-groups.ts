import type { InvocationContext } from '@azure/functions';
import type { OwnedGroup } from '../clients/ports.ts';
import { jobsOfSteps } from '../clients/queries/read-status.ts';
import type { Target } from '../jobs/group-plan.ts';
import { lastMomentOf } from '../jobs/lifetimes.ts';
import { parentOf } from '../jobs/steps/ids.ts';
import type { TriggerDeps } from './deps.ts';
import { recentJobs } from './recent-jobs.ts';

const graceMs = 10 * 60 * 1000;

type Deps = Pick<TriggerDeps, 'groups' | 'store' | 'settings' | 'now'>;
type Context = Pick<InvocationContext, 'log' | 'error'>;

/**
 * Deletes the groups of this deployment that outlived their job or their lease by the grace, and those that are kept for
 * inspection when that is over; nobody else's is ever touched. In the end the log says `sweeper deletes: <n>`. One group
 * that cannot be deleted does not keep the others.
 */
export async function sweepGroups(deps: Deps, context: Context): Promise<void> {
  const jobsWithGroups = new Set<string>();
  let deletes = 0;
  for (const target of deps.settings.targets) {
    for await (const group of deps.groups.listOwned(target, deps.settings.owner)) {
      if (group.tags['kind'] !== 'job') continue;
      const isGone =
        (await isLeftBehind(deps, group)) && (await remove(deps, target, group, context));
      if (isGone) deletes += 1;
      else addJob(jobsWithGroups, group.tags['job'] ?? '');
    }
  }
  await clearPending(deps, jobsWithGroups);
  context.log(`sweeper deletes: ${deletes}`);
}

async function isLeftBehind({ store, now }: Deps, { tags }: OwnedGroup): Promise<boolean> {
  const job = await store.readJob(tags['job'] ?? '');
  const end = lastMomentOf(tags, job?.phase === 'over' ? job.finishedAt : undefined);
  return end !== undefined && end.getTime() + graceMs < now().getTime();
}

async function remove(
  { groups, store }: Deps,
  target: Target,
  { name, tags }: OwnedGroup,
  context: Context,
): Promise<boolean> {
  try {
    await groups.delete(target, name);
    await store.countSwept(name);
    context.log(`swept ${name} of job ${tags['job'] ?? ''}`);
    return true;
  } catch (error) {
    context.error(`could not sweep ${name}:`, error);
    return false;
  }
}

/** A job that is a step has its groups for the job whose step it is, too. */
function addJob(jobs: Set<string>, id: string): void {
  jobs.add(id);
  const parent = parentOf(id);
  if (parent !== undefined) jobs.add(parent);
}

/** Of jobs whose groups were left behind, and are gone since. */
async function clearPending({ store }: Deps, jobsWithGroups: ReadonlySet<string>): Promise<void> {
  for await (const { id, phase, cleanup, stepsTotal } of recentJobs(store)) {
    const isPending = phase === 'over' && cleanup === 'leftToSweeper';
    if (!isPending || jobsWithGroups.has(id)) continue;
    const steps = stepsTotal === undefined ? [] : await jobsOfSteps(store, id);
    for (const step of steps) await store.recordClean(step.id);
    await store.recordClean(id);
  }
}
