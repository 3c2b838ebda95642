import type { ActivityHandler } from 'durable-functions';
import { outcomeUnderBudget } from '../jobs/budget.ts';
import * as contracts from '../jobs/contracts.ts';
import { summaryOf } from '../jobs/job-summary.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';
import { toArray } from './to-array.ts';

export function finishJob({ store, now }: Pick<Deps, 'store' | 'now'>): ActivityHandler {
  return implement(contracts.finishJob, async ({ jobId, outcome: ran, cleanup }) => {
    const job = await store.readJob(jobId);
    if (!job) throw new Error(`There is no job ${jobId}.`);
    const hasReply = job.reply !== undefined;
    if (job.outcome) return { outcome: job.outcome, hasReply };
    const outcome = outcomeUnderBudget(ran, await store.readStop(jobId));
    const tasks = await toArray(store.listTasks(jobId));
    const finishedAt = now().toISOString();
    const end = { phase: 'over', outcome, cleanup, finishedAt, ...summaryOf(job, tasks) } as const;
    const kept = await store.updateJob(jobId, end);
    if (kept) return { outcome, hasReply };
    return { outcome: (await store.readJob(jobId))?.outcome ?? outcome, hasReply };
  });
}
