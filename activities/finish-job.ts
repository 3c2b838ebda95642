import type { ActivityHandler } from 'durable-functions';
import { outcomeUnderBudget } from '../jobs/budget.ts';
import * as contracts from '../jobs/contracts.ts';
import { JobSpec } from '../jobs/job-spec.ts';
import { emptySummary, withRow } from '../jobs/job-summary.ts';
import { whomToNotify } from '../jobs/notice.ts';
import type { JobOutcome } from '../jobs/outcome.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';
import { stepsSummary } from './steps/summary.ts';

export function finishJob({
  artifacts,
  store,
  now,
}: Pick<Deps, 'artifacts' | 'store' | 'now'>): ActivityHandler {
  return implement(contracts.finishJob, async ({ jobId, outcome: ran, cleanup }) => {
    const job = await store.readJob(jobId);
    if (!job) throw new Error(`There is no job ${jobId}.`);
    const over = async (outcome: JobOutcome) => ({
      outcome,
      hasReply: job.reply !== undefined,
      ...(await notified({ artifacts }, jobId, outcome)),
    });
    if (job.outcome) return over(job.outcome);
    const outcome = outcomeUnderBudget(ran, await store.readStop(jobId));
    const summary =
      job.stepsTotal === undefined
        ? await tasksSummary({ store }, jobId)
        : await stepsSummary({ artifacts, store }, jobId);
    const finishedAt = now().toISOString();
    const end = { phase: 'over', outcome, cleanup, finishedAt, ...summary } as const;
    const kept = await store.updateJob(jobId, end);
    return over(kept ? outcome : ((await store.readJob(jobId))?.outcome ?? outcome));
  });
}

async function tasksSummary(
  { store }: Pick<Deps, 'store'>,
  jobId: string,
): Promise<typeof emptySummary> {
  let summary = emptySummary;
  for await (const task of store.listTasks(jobId)) summary = withRow(summary, task);
  return summary;
}

/** Also a job whose spec is gone has to end. */
async function notified(
  { artifacts }: Pick<Deps, 'artifacts'>,
  jobId: string,
  outcome: JobOutcome,
): Promise<{ notify?: number[] }> {
  const text = await artifacts.readJobFile(jobId, 'spec.json');
  if (text === undefined) return {};
  const notify = whomToNotify(JobSpec.parse(JSON.parse(text)), outcome);
  return notify.length > 0 ? { notify } : {};
}
