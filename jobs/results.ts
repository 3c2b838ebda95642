import type { Attempt } from './attempt.ts';
import type { TaskRow } from './job-rows.ts';
import type { PlanFile } from './plan-file.ts';

type Which = Pick<Attempt, 'jobId' | 'task' | 'attempt'>;

/**
 * Where an attempt writes, below the results container; ends with a slash. Items have a folder of their own, and so have
 * attempts after the first: what one that failed has left behind is no result.
 */
export function resultsPrefix(plan: PlanFile, { jobId, task, attempt }: Which): string {
  if (isItem(plan, task)) return `${itemsPrefix(plan, jobId)}${task}-${attempt}/`;
  return `${jobPrefix(plan, jobId)}${attempt === 1 ? '' : `attempt-${attempt}/`}`;
}

/** What an attempt wrote, out of what lies below its prefix: what the items wrote is not the reduce's. */
export function ownResults(
  plan: PlanFile,
  which: Which,
  found: { readonly urls: readonly string[]; readonly itemsUrl: string },
): string[] {
  return isItem(plan, which.task)
    ? [...found.urls]
    : found.urls.filter((url) => !plan.spec.fanOut || !url.startsWith(found.itemsUrl));
}

/** Below which every item has its folder. */
export function itemsPrefix(plan: PlanFile, jobId: string): string {
  return `${jobPrefix(plan, jobId)}tasks/`;
}

export function isItem({ spec, itemCount }: PlanFile, task: number): boolean {
  return spec.fanOut !== undefined && task < itemCount;
}

function jobPrefix({ spec }: PlanFile, jobId: string): string {
  return `${jobId}/${spec.artifacts?.outputPrefix ?? ''}`;
}

/** The tasks of a job, and what lies below all their folders. */
export interface Written {
  readonly tasks: readonly Pick<TaskRow, 'task' | 'attempts' | 'outcome' | 'items'>[];
  readonly urls: readonly string[];
  readonly itemsUrl: string;
}

/**
 * What the attempts wrote in which an item succeeded, in the order of the tasks; of a job and of those that it tries again,
 * the oldest first.
 */
export function writtenByWinners(jobs: readonly Written[]): string[] {
  return jobs
    .flatMap(winnersOf)
    .sort((a, b) => a.task - b.task)
    .flatMap(({ urls }) => urls);
}

function winnersOf({ tasks, ...found }: Written): { task: number; urls: string[] }[] {
  const byFolder = Map.groupBy(found.urls, (url) =>
    url.slice(found.itemsUrl.length, url.indexOf('/', found.itemsUrl.length)),
  );
  return tasks
    .filter(({ outcome, items }) => outcome?.status === 'succeeded' || items?.succeeded)
    .map(({ task, attempts }) => ({ task, urls: byFolder.get(`${task}-${attempts}`) ?? [] }));
}
