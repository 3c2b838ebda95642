import { z } from 'zod';
import { Room } from './admission/room.ts';
import { FailureClass } from './outcome.ts';
import { secondsOf } from './spec/duration.ts';
import { regionName } from './spec/regions.ts';
import { defaultClasses, longestKeepSeconds, type Retry } from './spec/retry.ts';

/** How the attempts at a task follow each other, and where. It travels with every task, so it is short. */
export const AttemptPolicy = z.object({
  maxAttempts: z.int(),
  firstWaitSeconds: z.number(),
  waitFactor: z.number(),
  longestWaitSeconds: z.number(),
  classes: z.array(FailureClass),
  exitCodes: z.array(z.int()),
  /** After a Spot group was taken back the next one has regular priority. */
  regularAfterEviction: z.boolean(),
  /** In order of preference; one alone leaves nothing to choose. */
  regions: z.array(z.string()),
  /** So long a group of a task that has failed for good is left; absent: not at all. */
  keepSeconds: z.int().optional(),
  /** For which it waits in its region's queue; absent: it does not wait. */
  room: Room.optional(),
});
export type AttemptPolicy = z.infer<typeof AttemptPolicy>;

interface Asked {
  readonly retry?: Retry | undefined;
  readonly regions?: readonly string[] | undefined;
  readonly keepOnFailure?: string | undefined;
}

/** The policy that a spec asks for. Without a `retry`: three attempts, 10 seconds before the second, 20 before the third. */
export function attemptPolicyOf({ retry = {}, regions, keepOnFailure }: Asked): AttemptPolicy {
  const { maxAttempts = 3, backoff = {}, classes = defaultClasses, exitCodes = [] } = retry;
  return {
    maxAttempts,
    firstWaitSeconds: secondsOf(backoff.first ?? 'PT10S'),
    waitFactor: backoff.factor ?? 2,
    longestWaitSeconds: secondsOf(backoff.longest ?? 'PT5M'),
    classes: [...classes],
    exitCodes,
    regularAfterEviction: retry.onEviction === 'regular',
    regions: (regions ?? []).map(regionName),
    ...(keepOnFailure !== undefined && {
      keepSeconds: Math.min(longestKeepSeconds, secondsOf(keepOnFailure)),
    }),
  };
}
