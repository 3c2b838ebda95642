import { z } from 'zod';
import type { AttemptPolicy } from './attempt-policy.ts';
import { hashOf } from './hash.ts';
import type { Failed, TaskOutcome } from './outcome.ts';

/** What a task has behind it. */
export const Tried = z.object({
  attempts: z.int(),
  /** Attempts whose containers never came to run. */
  stuck: z.int(),
  /** Attempts for which a region had no room. */
  noRoom: z.int(),
  /** A Spot group was taken back, and the next is to have regular priority. */
  regular: z.boolean(),
});
export type Tried = z.infer<typeof Tried>;

export const nothingTried: Tried = { attempts: 0, stuck: 0, noRoom: 0, regular: false };

/** A group that is stuck may be so by bad luck; one that is stuck again is not. */
const mostStuck = 2;
/** A wait is longer or shorter by at most this, so that tasks which failed together do not come back together. */
const mostJitter = 0.2;
/** On Azure a timer may fire a second early, so a shorter one might not wait at all. */
const shortestMs = 2_000;

/** The account after one more attempt. */
export function afterAttempt(tried: Tried, outcome: TaskOutcome, policy?: AttemptPolicy): Tried {
  const is = (name: Failed['class']): boolean =>
    outcome.status === 'failed' && outcome.class === name;
  return {
    attempts: tried.attempts + 1,
    stuck: tried.stuck + (is('stuck') ? 1 : 0),
    noRoom: tried.noRoom + (is('capacity') ? 1 : 0),
    regular: tried.regular || (is('evicted') && policy?.regularAfterEviction === true),
  };
}

/**
 * How long to wait before another attempt, in milliseconds, 0: not at all; undefined: what happened is the outcome.
 * `tried` has the attempt that ended so in it; `key` makes the wait the task's own.
 */
export function waitBeforeNext(
  tried: Tried,
  outcome: TaskOutcome,
  policy: AttemptPolicy | undefined,
  key: string,
): number | undefined {
  if (!policy || outcome.status !== 'failed') return undefined;
  const { regions, maxAttempts } = policy;
  // Another region may have room now; to ask there is what the job wants in any case.
  if (outcome.class === 'capacity' && tried.noRoom < regions.length) return 0;
  const elsewhere = Math.min(tried.noRoom, Math.max(0, regions.length - 1));
  if (tried.attempts - elsewhere >= maxAttempts || !isRetried(outcome, policy)) return undefined;
  if (outcome.class === 'stuck' && tried.stuck >= mostStuck) return undefined;
  const { firstWaitSeconds, waitFactor, longestWaitSeconds } = policy;
  const seconds = firstWaitSeconds * waitFactor ** (tried.attempts - 1);
  const jitter = 1 + mostJitter * (2 * hashOf(`${key}/${tried.attempts}`) - 1);
  const wait = Math.min(longestWaitSeconds, seconds) * 1000 * jitter;
  return Math.max(shortestMs, Math.round(wait));
}

function isRetried({ class: name, exitCode }: Failed, policy: AttemptPolicy): boolean {
  const isListed = exitCode !== undefined && policy.exitCodes.includes(exitCode);
  return isListed || policy.classes.includes(name);
}

/** A quota is waited for in short rounds for about half an hour, then rarely: a week of them is a short history. */
const shortRounds = 30;
const longRoundMs = 2 * 3_600_000;
const mostShortMs = 60_000;
const firstShortMs = 5_000;

/** How long to wait, in milliseconds, before a create that a quota has refused `round` times is asked for again. */
export function waitForQuota(round: number, key: string): number {
  const wait =
    round > shortRounds ? longRoundMs : Math.min(mostShortMs, firstShortMs * 2 ** (round - 1));
  return Math.round(wait * (1 + mostJitter * (2 * hashOf(`${key}/${round}`) - 1)));
}
