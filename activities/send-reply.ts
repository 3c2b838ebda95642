import type { ActivityHandler } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import { replyOf } from '../jobs/job-reply.ts';
import { statusOf } from '../jobs/job-status.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';
import { stepsOf } from './steps/step-files.ts';
import { toArray } from './to-array.ts';

export function sendReply({
  store,
  replies,
  settings,
}: Pick<Deps, 'store' | 'replies' | 'settings'>): ActivityHandler {
  return implement(contracts.sendReply, async ({ jobId }) => {
    const job = await store.readJob(jobId);
    if (!job?.reply) throw new Error(`Nobody asked for a reply about job ${jobId}.`);
    if (!replies) throw new Error('Replies need the settings of ServiceBusConnection.');
    const tasks = await toArray(store.listTasks(jobId));
    const status = statusOf(job, settings.baseUrl, tasks, await stepsOf(store, job));
    await replies.send({ ...job.reply, messageId: `reply-${jobId}`, body: replyOf(status) });
    return null;
  });
}
