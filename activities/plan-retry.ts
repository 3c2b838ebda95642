import type { Artifacts, JobStore } from '../clients/ports.ts';
import type { PlanFile } from '../jobs/plan-file.ts';
import { Progress } from '../jobs/retry-plan.ts';
import { readPlan } from './job-files.ts';

interface Deps {
  readonly artifacts: Pick<Artifacts, 'readJobFile' | 'saveJobFile'>;
  readonly store: Pick<JobStore, 'listTasks' | 'readJob'>;
}

const tasksPerPage = 1000;

/**
 * The plan of a job that runs again what has not succeeded of another, with the same numbers of tasks; what these are is
 * kept in pages. One that was never planned stands for what it was to try again; undefined when that is nothing.
 */
export async function planRetry(
  { artifacts, store }: Deps,
  jobId: string,
  retryOf: string,
): Promise<PlanFile | undefined> {
  const before = await readPlan(artifacts, retryOf);
  if (!before) {
    const older = (await store.readJob(retryOf))?.retryOf;
    return older === undefined ? undefined : planRetry({ artifacts, store }, jobId, older);
  }
  const jobs = [...(before.retryOf ?? []), retryOf];
  const progress = new Progress(before);
  for (const job of jobs) for await (const row of store.listTasks(job)) progress.add(row);
  const { tasks, items } = progress.leftOver();
  for (let first = 0; first < tasks.length; first += tasksPerPage) {
    const page = tasks.slice(first, first + tasksPerPage);
    await artifacts.saveJobFile(jobId, pageOf(first), JSON.stringify(page));
  }
  const itemsToRun = before.items === undefined ? {} : { itemsToRun: items };
  return { ...before, retryOf: jobs, toRun: tasks.length, ...itemsToRun };
}

/** The number of the task at a position among those that a retry runs. */
export async function taskAt(
  artifacts: Pick<Artifacts, 'readJobFile'>,
  jobId: string,
  position: number,
): Promise<number> {
  const text = await artifacts.readJobFile(jobId, pageOf(position));
  const page: unknown = text === undefined ? [] : JSON.parse(text);
  const task: unknown = Array.isArray(page) ? page[position % tasksPerPage] : undefined;
  if (typeof task !== 'number') throw new Error(`Job ${jobId} has no task at ${position}.`);
  return task;
}

function pageOf(position: number): string {
  return `retry/${Math.floor(position / tasksPerPage)}.json`;
}
