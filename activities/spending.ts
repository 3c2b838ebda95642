import { jobsOfSteps } from '../clients/queries/read-status.ts';
import { toArray } from '../clients/queries/to-array.ts';
import type { Attempt } from '../jobs/attempt.ts';
import { isOverBudget, spentUsd } from '../jobs/budget.ts';
import { costOf } from '../jobs/cost.ts';
import type { GroupState } from '../jobs/group-state.ts';
import { parentOf } from '../jobs/steps/ids.ts';
import { groupOfTask, type PlanFile } from '../jobs/plan-file.ts';
import type { Deps } from './deps.ts';
import { planOfRunning } from './job-files.ts';

/** The rows of a large job are many pages: they are added up once in so many milliseconds, not at every look. */
const freshMs = 10_000;
const maxJobs = 500;

interface Known {
  /** Of a job that has a budget. */
  readonly plan: PlanFile | undefined;
  isReached: boolean;
  lookedAt: number;
}

interface Spending {
  /** Notes what a running group has cost so far, and says whether its job is over its budget; if so, stops it. */
  charge(attempt: Attempt, group: GroupState): Promise<boolean>;
  /** The same after a task has ended. */
  settle(jobId: string): Promise<boolean>;
}

/** Watches the budgets of jobs. A job without one costs a look at its plan, once. */
export function spendingOf(deps: Pick<Deps, 'artifacts' | 'store' | 'now'>): Spending {
  const known = new Map<string, Known>();
  const knownOf = async (jobId: string): Promise<Known> => {
    const found = known.get(jobId);
    if (found) return found;
    if (known.size >= maxJobs) known.clear();
    const plan = await planOfRunning(deps.artifacts, jobId);
    const made = { plan: plan.spec.budget && plan, isReached: false, lookedAt: -Infinity };
    known.set(jobId, made);
    return made;
  };
  const settle = async (jobId: string): Promise<boolean> => {
    const job = await knownOf(jobId);
    const now = deps.now().getTime();
    if (!job.plan || job.isReached || now < job.lookedAt + freshMs) return job.isReached;
    job.lookedAt = now;
    const parent = parentOf(jobId);
    const spent =
      parent === undefined ? await spentOn(deps, jobId) : await spentOnSteps(deps, parent);
    job.isReached = isOverBudget(job.plan.spec.budget?.usd, spent);
    if (job.isReached) await deps.store.requestStop(parent ?? jobId, 'overBudget');
    return job.isReached;
  };
  return {
    settle,
    async charge({ jobId, task }, group) {
      const { plan } = await knownOf(jobId);
      if (!plan || group.state !== 'running') return false;
      const placed = { location: plan.location, group: groupOfTask(plan, task) };
      const accruedUsd = costOf(group, placed, deps.now());
      await deps.store.putTask(jobId, task, { accruedUsd });
      return settle(jobId);
    },
  };
}

async function spentOn({ store }: Pick<Deps, 'store'>, jobId: string): Promise<number> {
  return spentUsd(await toArray(store.listTasks(jobId)));
}

/** A step's budget is that of the whole job. */
async function spentOnSteps(deps: Pick<Deps, 'store'>, parent: string): Promise<number> {
  const jobs = await jobsOfSteps(deps.store, parent);
  const each = await Promise.all(
    jobs.map(async ({ id, phase, costUsd = 0 }) =>
      phase === 'over' ? costUsd : await spentOn(deps, id),
    ),
  );
  return each.reduce((sum, usd) => sum + usd, 0);
}
