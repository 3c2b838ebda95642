import { jobsOfSteps } from '../../clients/queries/read-status.ts';
import type { JobRow } from '../../jobs/job-rows.ts';
import { maxValueBytes } from '../../jobs/spec/steps.ts';
import type { StepRow } from '../../jobs/steps/rows.ts';
import { sinksOf } from '../../jobs/steps/sinks.ts';
import type { Deps } from '../deps.ts';
import { outputOfStep } from './step-files.ts';

const counts = [
  'costUsd',
  'attempts',
  'tasksTotal',
  'tasksSucceeded',
  'tasksFailed',
  'itemsTotal',
  'itemsSucceeded',
  'itemsFailed',
] as const;

/** What the row of a job of steps keeps of them: sums over all their jobs, and the output of its last step. */
export async function stepsSummary(
  { artifacts, store }: Pick<Deps, 'artifacts' | 'store'>,
  jobId: string,
): Promise<Partial<JobRow>> {
  const [rows, jobs] = await Promise.all([store.listSteps(jobId), jobsOfSteps(store, jobId)]);
  const sums: Partial<Record<(typeof counts)[number], number>> = {
    ...{ costUsd: 0, attempts: 0, tasksSucceeded: 0, tasksFailed: 0 },
  };
  for (const job of jobs)
    for (const what of counts)
      if (job[what] !== undefined) sums[what] = (sums[what] ?? 0) + job[what];
  const output = await outputOfSteps({ artifacts, store }, jobId, rows);
  return { ...sums, ...(output !== undefined && { output }) };
}

/** That of the only last step; of several, by their names, as far as they come to 64 KB. */
async function outputOfSteps(
  deps: Pick<Deps, 'artifacts' | 'store'>,
  jobId: string,
  rows: readonly StepRow[],
): Promise<string | undefined> {
  const last = sinksOf(rows);
  const parts: string[] = [];
  let length = 0;
  for (const row of last) {
    const text =
      row.outcome?.status === 'succeeded' ? await outputOfStep(deps, jobId, row) : undefined;
    if (last.length === 1) return text;
    length += Buffer.byteLength(text ?? '');
    if (text !== undefined && length <= maxValueBytes)
      parts.push(`${JSON.stringify(row.name)}:${text}`);
  }
  return parts.length > 0 ? `{${parts.join(',')}}` : undefined;
}
