import { z } from 'zod';
import { durationMs } from '../definition/duration.ts';

const isDuration = (text: string): boolean => durationMs(text) !== undefined;
const Interval = z.string().refine(isDuration, 'is no ISO 8601 duration such as PT20S');
const Count = z.int().min(1).max(90, 'must be at most 90');
const lowered = z.string().toLowerCase();

/** https://learn.microsoft.com/azure/logic-apps/error-exception-handling#retry-policies */
export const RetryPolicy = z.union([
  z.strictObject({ type: lowered.pipe(z.literal('none')) }),
  z.strictObject({ type: lowered.pipe(z.literal('fixed')), count: Count, interval: Interval }),
  z.strictObject({
    type: lowered.pipe(z.literal('exponential')),
    count: Count,
    interval: Interval,
    minimumInterval: Interval.default('PT5S'),
    maximumInterval: Interval.default('PT1H'),
  }),
]);
export type RetryPolicy = z.infer<typeof RetryPolicy>;

/** What holds where a definition says nothing. */
export const defaultRetryPolicy: RetryPolicy = {
  type: 'exponential',
  count: 4,
  interval: 'PT7.5S',
  minimumInterval: 'PT5S',
  maximumInterval: 'PT45S',
};

const retried = new Set([408, 429]);

export const isRetried = (statusCode: number): boolean =>
  statusCode >= 500 || retried.has(statusCode);

/**
 * Milliseconds to wait before the retry of that number, counted from 1; undefined when there is none left. An
 * exponential one is drawn from a range that doubles: https://learn.microsoft.com/azure/logic-apps/error-exception-handling#exponential-interval
 */
export function delayBefore(
  retry: number,
  policy: RetryPolicy,
  random: () => number,
): number | undefined {
  if (policy.type === 'none' || retry > policy.count) return undefined;
  const interval = durationMs(policy.interval) ?? 0;
  if (policy.type === 'fixed') return interval;
  const top = interval * 2 ** (retry - 1);
  const bottom = retry === 1 ? 0 : top / 2;
  const drawn = bottom + random() * (top - bottom);
  const [least, most] = [durationMs(policy.minimumInterval), durationMs(policy.maximumInterval)];
  return Math.min(Math.max(drawn, least ?? 0), most ?? drawn);
}
