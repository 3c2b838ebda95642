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
/** Where no spread was kept, ends are awaited so far around the typical one. */
const usualSpread = 1 / 10;
/** So much of the spread is between two looks around the typical end. */
const finePart = 1 / 2;
/** A wait is longer by at most this part, so that groups which were made together are not read together. */
const mostJitter = 0.1;

/**
 * When to look again, never in less than 2 seconds, and never past a deadline or the end of the patience with a group
 * that stands still. Without a push looks come after 2, 5, 10, 20, 40 ... seconds, then every 5 minutes: at most 8 and
 * one for each 5 minutes. Where past runs say how long it takes, and how far they differ, fewer come before that and
 * five around it: again at most 8 and one for each 5 minutes, for what takes at most twice as long as usual. Behind a
 * push it is max(60 s, 2N / 25 s) for N running groups, so that half of ARM's 25 reads a second are left.
 */
export function nextPollAt(state: WatchState, now: Date): Date {
  const wait = Math.min(waitMs(state, now.getTime()), endOf(state) - now.getTime());
  return new Date(now.getTime() + Math.max(shortestMs, Math.round(wait)));
}

/** When something is to be decided, whatever a look shows. */
function endOf({ deadline, started, provisioningDeadline, stillUntil }: WatchState): number {
  const ends = [deadline, ...(started ? [] : [provisioningDeadline]), stillUntil ?? deadline];
  return Math.min(...ends.map((end) => new Date(end).getTime()));
}

function waitMs(state: WatchState, now: number): number {
  const { createdAt, pace } = state;
  const jitter = jitterOf(state);
  if (pace?.typicalSeconds === undefined || createdAt === undefined)
    return unlearnedMs(state, now) * (1 + jitter);
  const elapsed = now - new Date(createdAt).getTime();
  const runsFor = state.started ? now - new Date(state.startedAt ?? createdAt).getTime() : 0;
  const { typicalSeconds, spreadSeconds = typicalSeconds * usualSpread } = pace;
  const spread = Math.max(spreadSeconds * 1000, shortestMs / finePart);
  const wait = learnedMs({ typical: typicalSeconds * 1000, spread, elapsed, runsFor });
  return Math.min(longestMs, wait) + spread * jitter;
}

function unlearnedMs({ createdAt, pace, polls }: WatchState, now: number): number {
  if (pace?.reporters !== undefined) return behindPushMs(pace.running ?? 0);
  // A watch that was begun before this was kept.
  if (createdAt === undefined) return Math.min(longestMs, shortestMs * 2 ** polls);
  const elapsed = now - new Date(createdAt).getTime();
  const growing = elapsed < shortestMs ? shortestMs : Math.max(secondLookMs - elapsed, elapsed);
  return Math.min(longestMs, growing);
}

interface Learned {
  readonly typical: number;
  readonly spread: number;
  readonly elapsed: number;
  readonly runsFor: number;
}

/** One look early, five from a spread before the typical end to one after it, then one each time it has taken double. */
function learnedMs({ typical, spread, elapsed, runsFor }: Learned): number {
  const untilFirstEnds = typical - spread - runsFor;
  if (untilFirstEnds > 0)
    return Math.min(Math.max(typical * earlyPart, 3 * elapsed), untilFirstEnds);
  const late = runsFor - typical;
  if (late < spread) return spread * finePart;
  return late < 2 * spread ? 2 * spread : runsFor;
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
