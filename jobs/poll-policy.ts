import { groupNameOf } from './attempt.ts';
import type { WatchState } from './watch-state.ts';

/** On Azure a timer may fire a second early, so a shorter one might not wait at all. */
const shortestMs = 2_000;
const secondLookMs = 5_000;
const longestMs = 300_000;
/** Behind a push: https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling */
const shortestBehindPushMs = 60_000;
const readsPerSecond = 25;
/** Before its typical end a group is looked at so early, for failures at the start. */
const earlyPart = 0.25;
/** Around its typical end so often. */
const finePart = 1 / 16;
/** A wait is longer by at most this, so that groups which were made together are not read together. */
const mostJitter = 0.1;

/**
 * When to look again, never in less than 2 seconds, and never past a deadline or the end of the patience with a group
 * that stands still. Without a push looks come after 2, 5, 10, 20, 40 ... seconds, then every 5 minutes: at most 8 and
 * one for each 5 minutes. Where past runs say how long it takes, fewer come before that and more around it. Behind a
 * push it is max(60 s, 2N / 25 s) for N running groups, so that half of ARM's 25 reads a second are left.
 */
export function nextPollAt(state: WatchState, now: Date): Date {
  const wait = Math.min(
    waitMs(state, now.getTime()) * (1 + jitterOf(state)),
    endOf(state) - now.getTime(),
  );
  return new Date(now.getTime() + Math.max(shortestMs, Math.round(wait)));
}

/** When something is to be decided, whatever a look shows. */
function endOf({ deadline, started, provisioningDeadline, stillUntil }: WatchState): number {
  const ends = [deadline, ...(started ? [] : [provisioningDeadline]), stillUntil ?? deadline];
  return Math.min(...ends.map((end) => new Date(end).getTime()));
}

function waitMs(state: WatchState, now: number): number {
  const { createdAt, pace } = state;
  if (pace?.reporters !== undefined) return behindPushMs(pace.running ?? 0);
  // A watch that was begun before this was kept.
  if (createdAt === undefined) return Math.min(longestMs, shortestMs * 2 ** state.polls);
  const elapsed = now - new Date(createdAt).getTime();
  const growing = elapsed < shortestMs ? shortestMs : Math.max(secondLookMs - elapsed, elapsed);
  if (pace?.typicalSeconds === undefined) return Math.min(longestMs, growing);
  const typical = pace.typicalSeconds * 1000;
  const runsFor = now - new Date(state.startedAt ?? createdAt).getTime();
  const wait =
    runsFor < typical * (1 - finePart)
      ? Math.min(Math.max(typical * earlyPart, 3 * elapsed), typical - runsFor)
      : Math.max(typical * finePart, runsFor - typical);
  return Math.min(longestMs, wait);
}

function behindPushMs(running: number): number {
  return Math.max(shortestBehindPushMs, ((2 * running) / readsPerSecond) * 1000);
}

/** The same for the same look of the same group, from 0 to `mostJitter`: FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
function jitterOf(state: WatchState): number {
  let hash = 0x811c9dc5;
  for (const letter of `${groupNameOf(state)}/${state.polls}`)
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return ((hash >>> 0) / 2 ** 32) * mostJitter;
}
