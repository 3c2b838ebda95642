import type { InvocationContext } from '@azure/functions';
import type { FileKind, KeptOfJobs } from '../clients/ports.ts';
import { idsUpTo } from '../jobs/job-id.ts';
import type { JobRow } from '../jobs/job-rows.ts';
import type { RetentionDays, TriggerDeps } from './deps.ts';
import type { Histories } from './histories.ts';
import { jobsOfSteps } from '../clients/queries/read-status.ts';

const dayMs = 24 * 60 * 60 * 1000;
const pageSize = 20;
const kinds: readonly FileKind[] = ['files', 'logs', 'results'];

interface Deps extends Pick<TriggerDeps, 'store' | 'settings' | 'now'> {
  readonly kept: KeptOfJobs;
}
type Context = Pick<InvocationContext, 'log' | 'error'>;

/**
 * Deletes what has been kept for its days: files, logs, results and rows of jobs that are over, claims, and histories.
 * Counted from the job's end, or the claim's or orchestration's beginning. What could not be deleted is tried again
 * the next time. Without `retentionDays` everything stays.
 */
export async function retain(deps: Deps, histories: Histories, context: Context): Promise<void> {
  const { retentionDays: days } = deps.settings;
  if (!days) return;
  const before = (count: number): Date => new Date(deps.now().getTime() - count * dayMs);
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      context.error(`could not delete ${what}:`, error);
    }
  };
  let deletes = 0;
  const tidy = (job: JobRow): Promise<void> =>
    attempt(`what is kept of job ${job.id}`, async () => {
      // Before the job by which they are found.
      for (const step of await jobsOfSteps(deps.store, job.id))
        deletes += await deleteDue(deps.kept, { ...step, ...endOf(job) }, days, before);
      const count = await deleteDue(deps.kept, job, days, before);
      deletes += count;
    });
  const youngest = Math.min(days.files, days.logs, days.results);
  for await (const jobs of oldJobs(deps, before(youngest))) await Promise.all(jobs.map(tidy));
  await attempt('claims', () => deps.kept.deleteClaims(before(days.rows)));
  let purged = 0;
  await attempt('histories', async () => {
    purged = await histories.purge(before(days.history));
  });
  context.log(`retention deletes: ${deletes} blobs, ${purged} histories`);
}

/** Jobs that are over, of those that were begun before, a few at a time. */
async function* oldJobs({ store }: Deps, before: Date): AsyncGenerator<JobRow[]> {
  let continuation: string | undefined = idsUpTo(before);
  while (continuation !== undefined) {
    const page = await store.listJobs({ limit: pageSize, continuation });
    yield page.jobs.filter(({ phase }) => phase === 'over');
    continuation = page.continuation;
  }
}

function endOf({ finishedAt, createdAt }: JobRow): Pick<JobRow, 'finishedAt'> {
  return { finishedAt: finishedAt ?? createdAt };
}

/** Everything of which the days are over; the rows last, because by them the rest is found. */
async function deleteDue(
  kept: KeptOfJobs,
  { id, finishedAt, createdAt }: JobRow,
  days: RetentionDays,
  before: (count: number) => Date,
): Promise<number> {
  const ended = Date.parse(finishedAt ?? createdAt);
  const isDue = (count: number): boolean => ended < before(count).getTime();
  let deletes = 0;
  for (const kind of kinds) if (isDue(days[kind])) deletes += await kept.deleteFiles(kind, id);
  if (isDue(days.rows)) await kept.deleteRows(id);
  return deletes;
}
