import type { JobStatus } from './job-status.ts';

/**
 * So many characters are at most 192 KiB of UTF-8; a message holds 256 KB:
 * https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas
 */
const maxLength = 64 * 1024;

/**
 * A job's status as JSON for a message. One that is too long comes without its output and its URLs, and with `isCut`:
 * `links.self` has all of it.
 */
export function replyOf(status: JobStatus): string {
  const whole = JSON.stringify(status);
  if (whole.length <= maxLength) return whole;
  return JSON.stringify({ ...status, output: undefined, results: [], logs: [], isCut: true });
}
