import type { InvocationContext } from '@azure/functions';
import type { SpecError } from '../jobs/job-spec.ts';
import type { TriggerDeps } from './deps.ts';
import { exactText } from './exact-text.ts';
import { messageJson } from './message-json.ts';
import type { Orchestrations } from './orchestrations.ts';
import { readSpec } from './read-spec.ts';
import { replyAddressOf } from './reply-address.ts';
import { startJob } from './start-job.ts';
import { withoutSecrets } from './without-secrets.ts';

/**
 * A message of the Service Bus queue `jobs`: a spec. It starts one job however often it is delivered or, with the same
 * message id, sent. What cannot become a job goes to `jobs-rejected`; what fails here is delivered again, until Service
 * Bus dead-letters it.
 */
export async function serviceBusMessage(
  deps: TriggerDeps,
  orchestrations: Orchestrations,
  message: unknown,
  context: Pick<InvocationContext, 'triggerMetadata' | 'log'>,
): Promise<void> {
  const metadata = context.triggerMetadata ?? {};
  const reject = (reason: string, errors: readonly SpecError[], original: unknown) =>
    deps.rejected.put({ trigger: 'serviceBus', reason, errors, original });
  const json = messageJson(message);
  if (!json.ok)
    return reject(
      json.reason ?? 'The message is neither JSON, nor YAML of an object, nor base64 of either',
      [],
      json.original,
    );
  const parsed = readSpec(json.value, deps.settings);
  const { reply, errors: replyErrors } = replyAddressOf(metadata, deps.settings.replyQueues);
  if (!parsed.ok || replyErrors.length > 0) {
    const errors = [...(parsed.ok ? [] : parsed.errors), ...replyErrors];
    return reject('The job is not right', errors, withoutSecrets(json.value));
  }
  const job = await startJob(deps, orchestrations, {
    trigger: 'serviceBus',
    key: messageKeyOf(metadata),
    reply,
    spec: () => Promise.resolve(parsed.spec),
  });
  context.log(`job ${job?.id ?? ''} by a Service Bus message`);
}

/** Without an id, or with one whose text can not be told, it is the place in the queue, which each delivery has again. */
function messageKeyOf(metadata: Readonly<Record<string, unknown>>): string {
  const { messageId, sequenceNumber, enqueuedTimeUtc } = metadata;
  const id = exactText(messageId);
  if (id !== undefined && id !== '') return `servicebus:${id}`;
  return `servicebus#${String(sequenceNumber)}@${String(enqueuedTimeUtc)}`;
}
