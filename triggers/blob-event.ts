import type { InvocationContext } from '@azure/functions';
import { z } from 'zod';
import { blobPlaceOf } from '../jobs/blob-place.ts';
import type { JobSpec } from '../jobs/job-spec.ts';
import { type BlobRule, ruleFor } from './blob-rules.ts';
import type { TriggerDeps } from './deps.ts';
import { messageJson } from './message-json.ts';
import type { Orchestrations } from './orchestrations.ts';
import { readSpec } from './read-spec.ts';
import { startJob } from './start-job.ts';
import { withoutSecrets } from './without-secrets.ts';

/** https://learn.microsoft.com/azure/event-grid/event-schema-blob-storage */
const BlobEvent = z.object({
  eventType: z.string(),
  data: z.object({
    url: z.url(),
    eTag: z.string().min(1),
    contentLength: z.int().optional(),
  }),
});

type Context = Pick<InvocationContext, 'log'>;

/**
 * A message of the queue `blob-events`: Event Grid's `BlobCreated` starts the workload that a rule names, on a
 * snapshot of exactly the version that was announced. One job for each version, however often it is announced.
 */
export async function blobEvent(
  deps: TriggerDeps,
  orchestrations: Orchestrations,
  message: unknown,
  context: Context,
): Promise<void> {
  const json = messageJson(message);
  const original = json.ok ? withoutSecrets(json.value) : json.original;
  const reject = (reason: string, errors: readonly { path: string; message: string }[] = []) =>
    deps.rejected.put({ trigger: 'blob', reason, errors, original });
  if (!json.ok) return reject(json.reason ?? 'The event is neither JSON nor base64 of JSON');
  const event = BlobEvent.safeParse(json.value);
  if (!event.success) {
    const errors = event.error.issues.map((issue) => ({
      path: issue.path.join('.'),
      message: issue.message,
    }));
    return reject('The message is not an event of Event Grid about a blob', errors);
  }
  const { eventType, data } = event.data;
  if (eventType !== 'Microsoft.Storage.BlobCreated') return;
  const place = blobPlaceOf(data.url, deps.settings.blobServiceUrl);
  if (!place) return reject(`The blob is not below ${deps.settings.blobServiceUrl}/`);
  const rule = ruleFor(deps.settings.blobRules, place);
  if (!rule) {
    context.log(`no rule for ${data.url}`);
    return;
  }
  if (data.contentLength === 0) return reject('The blob is empty');
  const job = await startJob(deps, orchestrations, {
    trigger: 'blob',
    key: `blob:${data.url}:${data.eTag}`,
    spec: () => specFor(deps, rule, { ...place, ...data }),
  });
  context.log(
    job
      ? `job ${job.id} by ${data.url}`
      : `${data.url} has been replaced or deleted since this event; a newer version has an event of its own`,
  );
}

/** Undefined when the announced version is no longer there. */
async function specFor(
  { artifacts, settings }: TriggerDeps,
  { workload }: BlobRule,
  blob: { readonly url: string; readonly eTag: string; readonly name: string },
): Promise<JobSpec | undefined> {
  const blobUrl = await artifacts.snapshot(blob.url, blob.eTag);
  if (blobUrl === undefined) return undefined;
  const name = blob.name.split('/').at(-1)?.slice(0, 63).trim();
  const parsed = readSpec({ ...(name && { name }), workload, input: { blobUrl } }, settings);
  if (parsed.ok) return parsed.spec;
  throw new Error(`A blob's job is not right: ${JSON.stringify(parsed.errors)}`);
}
