import { usdPerSecond } from './cost.ts';
import type { TaskTime } from './estimate.ts';
import type { JobRow } from './job-rows.ts';
import { groupOfTask, type PlanFile } from './plan-file.ts';

/** So many of the newest say enough, and an old one says little. */
const maxJobs = 20;

/**
 * How long a task of this job takes, by what jobs of the same workload, or else of the same name, have cost for each
 * attempt. Undefined where none has succeeded.
 */
export function pastTime(plan: PlanFile, newestFirst: readonly JobRow[]): TaskTime | undefined {
  const { workload, name } = plan.spec;
  if (workload === undefined && name === undefined) return undefined;
  const kind = workload === undefined ? `name ${name ?? ''}` : `workload ${workload}`;
  const alike = newestFirst
    .filter((job) => (workload === undefined ? job.name === name : job.workload === workload))
    .filter(({ outcome }) => outcome?.status === 'succeeded')
    .slice(0, maxJobs);
  const sum = (of: (job: JobRow) => number | undefined) =>
    alike.reduce((total, job) => total + (of(job) ?? 0), 0);
  const attempts = sum((job) => job.attempts);
  if (attempts === 0) return undefined;
  const usd = usdPerSecond({ location: plan.location, group: groupOfTask(plan, 0) });
  const seconds = sum((job) => job.costUsd) / attempts / usd;
  return { seconds, because: `the average of ${alike.length} past jobs of ${kind}` };
}
