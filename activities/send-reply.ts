import type { ActivityHandler } from 'durable-functions';
import { readStatus } from '../clients/queries/read-status.ts';
import * as contracts from '../jobs/contracts.ts';
import { replyOf } from '../jobs/job-reply.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';

export function sendReply({
  store,
  replies,
  settings,
}: Pick<Deps, 'store' | 'replies' | 'settings'>): ActivityHandler {
  return implement(contracts.sendReply, async ({ jobId }) => {
    const job = await store.readJob(jobId);
    if (!job?.reply) throw new Error(`Nobody asked for a reply about job ${jobId}.`);
    if (!replies) throw new Error('Replies need the settings of ServiceBusConnection.');
    const status = await readStatus(store, settings.baseUrl, job);
    await replies.send({ ...job.reply, messageId: `reply-${jobId}`, body: replyOf(status) });
    return null;
  });
}
