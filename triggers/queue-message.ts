import type { InvocationContext } from '@azure/functions';
import type { TriggerDeps } from './deps.ts';
import { messageJson } from './message-json.ts';
import type { Orchestrations } from './orchestrations.ts';
import { readSpec } from './read-spec.ts';
import { startJob } from './start-job.ts';
import { withoutSecrets } from './without-secrets.ts';

/** A message of the queue `jobs`: a spec. What cannot become a job goes to `jobs-rejected` and never round in circles. */
export async function queueMessage(
  deps: TriggerDeps,
  orchestrations: Orchestrations,
  message: unknown,
  context: Pick<InvocationContext, 'triggerMetadata' | 'log'>,
): Promise<void> {
  const json = messageJson(message);
  if (!json.ok) {
    const reason =
      json.reason ?? 'The message is neither JSON, nor YAML of an object, nor base64 of either';
    await deps.rejected.put({ trigger: 'queue', reason, errors: [], original: json.original });
    return;
  }
  const parsed = readSpec(json.value, deps.settings);
  if (!parsed.ok) {
    const reason = 'The job is not right';
    const { errors } = parsed;
    const original = withoutSecrets(json.value);
    await deps.rejected.put({ trigger: 'queue', reason, errors, original });
    return;
  }
  const job = await startJob(deps, orchestrations, {
    trigger: 'queue',
    key: `queue:${messageId(context)}`,
    spec: () => Promise.resolve(parsed.spec),
  });
  context.log(`job ${job?.id ?? ''} by a queue message`);
}

/** A message that is delivered again keeps its id. https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#message-metadata */
function messageId({ triggerMetadata }: Pick<InvocationContext, 'triggerMetadata'>): string {
  const id = triggerMetadata?.['id'];
  if (typeof id !== 'string') throw new Error('The queue message came without its id.');
  return id;
}
