import type { JobSpec, SpecError } from './job-spec.ts';
import type { JobStatus } from './job-status.ts';
import type { JobOutcome } from './outcome.ts';
import { type NotifyTarget, notifyWays } from './spec/notify.ts';

/** Which of the spec's targets this outcome is of interest to, by their places in the list. */
export function whomToNotify(
  { notify = [] }: Pick<JobSpec, 'notify'>,
  outcome: JobOutcome,
): number[] {
  return notify.flatMap(({ on }, index) =>
    on === undefined || on.includes(outcome.status) ? [index] : [],
  );
}

/** The same for every repeat: by it a receiver knows a notice that it has had. */
export function noticeIdOf(jobId: string, index: number): string {
  return `notice-${jobId}-${index}`;
}

/** At most 60,000 bytes of UTF-8: a message of a storage queue holds 64 KiB. https://learn.microsoft.com/azure/storage/queues/scalability-targets */
const maxLength = 20_000;

/**
 * A notice as JSON: its id, what happened (`job.succeeded`, ...) and the job's status. One that is too long comes
 * without what can be had by the status' links, and with `isCut`.
 */
export function noticeOf(id: string, job: JobStatus): string {
  const type = `job.${job.outcome?.status ?? 'over'}`;
  const whole = JSON.stringify({ id, type, job });
  if (whole.length <= maxLength) return whole;
  const { id: jobId, trigger, name, labels, phase, outcome, costUsd, links } = job;
  const short = { id: jobId, trigger, name, labels, phase, costUsd, links };
  const said = outcome && { ...outcome, ...messageOf(outcome) };
  return JSON.stringify({ id, type, job: { ...short, outcome: said, isCut: true } });
}

function messageOf(outcome: JobOutcome): { message?: string } {
  return outcome.status === 'failed' ? { message: outcome.message.slice(0, 2000) } : {};
}

/** The targets of a spec that a deployment does not allow, each by its field. `allowed` as `isAllowedTarget` has it. */
export function notifyErrors(
  { notify = [] }: Pick<JobSpec, 'notify'>,
  allowed: readonly string[],
): SpecError[] {
  return notify.flatMap((target, index) => {
    if (isAllowedTarget(target, allowed)) return [];
    const field = notifyWays.find((way) => target[way] !== undefined) ?? '';
    const message = 'is not one of those that this deployment may notify';
    return [{ path: `notify[${index}].${field}`, message }];
  });
}

/**
 * Whether a deployment allows a target: by `storageQueue:<name>`, `serviceBus:<queue or topic>`, `webhook:<host>`
 * or, for every host below a domain, `webhook:*.<domain>`.
 */
export function isAllowedTarget(target: NotifyTarget, allowed: readonly string[]): boolean {
  const name = nameOf(target);
  return allowed.some((pattern) => {
    const lower = pattern.toLowerCase();
    if (!lower.startsWith('webhook:*.')) return lower === name;
    return name.startsWith('webhook:') && name.endsWith(lower.slice('webhook:*'.length));
  });
}

/** Lower case: neither Service Bus nor DNS tells cases apart. */
function nameOf({ storageQueue, serviceBusQueue, serviceBusTopic, webhook }: NotifyTarget): string {
  if (storageQueue !== undefined) return `storageQueue:${storageQueue}`.toLowerCase();
  if (webhook !== undefined) return `webhook:${hostOf(webhook)}`;
  return `serviceBus:${serviceBusQueue ?? serviceBusTopic ?? ''}`.toLowerCase();
}

/** Of a URL that the schema has taken: without port, user and path. */
function hostOf(url: string): string {
  const authority = /^[^/]*\/\/([^/?#\\]*)/.exec(url)?.[1] ?? '';
  return authority.replace(/:\d*$/, '').toLowerCase();
}
