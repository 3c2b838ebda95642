import { z } from 'zod';
import { Duration, secondsOf } from './duration.ts';

/** What is likely to go better the next time: each of these says nothing about the container itself. */
export const defaultClasses = [
  'registry-busy',
  'capacity',
  'evicted',
  'platform-kill',
  'stuck',
  'lost',
  'platform-error',
] as const;

/** What may be tried again: not what never passes, and not a reached quota, which is waited for in any case. */
const retryableClasses = [
  'container-exit',
  'out-of-memory',
  'image-unavailable',
  ...defaultClasses,
] as const;

/** Each attempt is a container group of its own, so that this bounds what one item can cost. */
const mostAttempts = 10;

const Wait = Duration.refine((text) => isShort(text), 'must be at most 1 hour (PT1H)');

/** How often, after what and how soon a task is tried again; what is not said is as `attemptPolicyOf` has it. */
export const Retry = z.strictObject({
  /** All attempts of a task, the first one among them. A quota that is waited for is none. */
  maxAttempts: z.int().min(1).max(mostAttempts).optional(),
  /** Before the second attempt `first`, then each time `factor` times as long, at most `longest`. */
  backoff: z
    .strictObject({
      first: Wait.optional(),
      factor: z.number().min(1).max(10).optional(),
      longest: Wait.optional(),
    })
    .optional(),
  /** Instead of the default classes. `container-exit` here is any exit code but 0. */
  classes: z.array(z.enum(retryableClasses)).max(retryableClasses.length).optional(),
  /** Exit codes that are tried again. */
  exitCodes: z
    .array(z.int().refine((code) => code !== 0, 'must not be 0, which is success'))
    .max(50)
    .optional(),
  /** After a Spot group was taken back: another Spot group, or one of regular priority. */
  onEviction: z.enum(['spot', 'regular']).optional(),
});
export type Retry = z.infer<typeof Retry>;

/** For how long the group of a task that has failed for good is left as it is: at most a day. */
export const KeepOnFailure = Duration.refine(
  (text) => !isValid(text) || secondsOf(text) <= longestKeepSeconds,
  'must be at most 1 day (P1D)',
);

export const longestKeepSeconds = 86_400;

function isShort(text: string): boolean {
  return !isValid(text) || secondsOf(text) <= 3_600;
}

/** A text that is no duration has an error of its own. */
function isValid(text: string): boolean {
  return Duration.safeParse(text).success;
}
