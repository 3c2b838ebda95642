import type { ActivityHandler } from 'durable-functions';
import { readStatus } from '../clients/queries/read-status.ts';
import * as contracts from '../jobs/contracts.ts';
import { isAllowedTarget, noticeIdOf, noticeOf } from '../jobs/notice.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';
import { readSpec } from './job-files.ts';

export function notify({
  artifacts,
  store,
  notifications,
  settings,
}: Pick<Deps, 'artifacts' | 'store' | 'notifications' | 'settings'>): ActivityHandler {
  return implement(contracts.notify, async ({ jobId, index }) => {
    const job = await store.readJob(jobId);
    const target = (await readSpec(artifacts, jobId)).notify?.[index];
    if (!job || !target) throw new Error(`Job ${jobId} has no notify[${index}].`);
    if (!notifications) throw new Error('This app has nothing to send notices by.');
    // Again: what was allowed when the job was submitted may not be any more.
    if (!isAllowedTarget(target, settings.notifyTargets ?? []))
      throw new Error(`notify[${index}] of job ${jobId} is not allowed by NOTIFY_TARGETS.`);
    const id = noticeIdOf(jobId, index);
    const status = await readStatus(store, settings.baseUrl, job);
    await notifications.send({ target, id, jobId, body: noticeOf(id, status) });
    return null;
  });
}
