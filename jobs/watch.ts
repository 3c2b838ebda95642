import { classifyEvents } from './failure.ts';
import type { Attempt } from './attempt.ts';
import type { GroupState } from './group-state.ts';
import type { Pace } from './pace.ts';
import type { AttemptRun } from './runs.ts';
import type { WatchEnd, WatchState } from './watch-state.ts';

/** ACI may not know a group for a moment (https://github.com/hashicorp/terraform-provider-azurerm/issues/11495). */
const absentSeconds = 10;
/** With the retries of the client: about ten minutes without an answer. */
const failuresUntilGivenUp = 10;
/** A failed group may come up all the same: https://learn.microsoft.com/azure/container-instances/container-state */
const failedSeconds = 60;
/** A Spot group that waits for so long was taken back; one that the platform restarts is up again sooner. */
const evictedSeconds = 30;

/** Where a watch begins: right after the create; `pace` is what that knows of how long it will take. */
export function firstWatch(run: AttemptRun, now: Date, pace?: Pace): WatchState {
  const { provisioningTimeoutSeconds } = run;
  return {
    ...pickAttempt(run),
    deadline: run.deadline,
    provisioningDeadline: after(now.toISOString(), provisioningTimeoutSeconds),
    stillSeconds: provisioningTimeoutSeconds,
    createdAt: now.toISOString(),
    ...(pace && { pace }),
    polls: 0,
    started: false,
    failures: 0,
  };
}

interface Reading {
  readonly group: GroupState;
  readonly cancelRequested: boolean;
}

/** What a reading means: the watch is at its end, or goes on with this state. */
export type Looked =
  { readonly end: WatchEnd } | { readonly state: WatchState; readonly end?: undefined };

/** Decides on one reading. What has ended has ended, also when somebody asked to cancel it or the time is up. */
export function look(state: WatchState, { group, cancelRequested }: Reading, now: Date): Looked {
  if (group.state === 'ended') return { end: { end: 'over', group } };
  const { isTooLong, ...still } = standing(state, group, now);
  if (group.state === 'failed' && isTooLong) return { end: { end: 'over', group } };
  const absentSince =
    group.state === 'absent' ? (state.absentSince ?? now.toISOString()) : undefined;
  if (absentSince !== undefined && isPast(after(absentSince, absentSeconds), now))
    return { end: { end: 'over', group } };
  if (cancelRequested) return { end: { end: 'cancelled', group } };
  if (isPast(state.deadline, now)) return { end: { end: 'timedOut', group } };
  const started = state.started || group.state === 'running';
  const isLate = !started && isPast(state.provisioningDeadline, now);
  if (isLate || isTooLong) return { end: { end: 'stuck', group } };
  // A container may end soon after its start, however long that took.
  const polls = started === state.started ? state.polls : 0;
  const startedAt = state.startedAt ?? (group.state === 'running' ? group.startedAt : undefined);
  return { state: { ...state, started, startedAt, polls, absentSince, failures: 0, ...still } };
}

/** Since when nothing goes on in a group that is not over, and whether that is too long to go on waiting. */
function standing(
  state: WatchState,
  group: GroupState,
  now: Date,
): Pick<WatchState, 'stillSince' | 'stillUntil'> & { readonly isTooLong: boolean } {
  const seconds = patienceWith(state, group);
  if (seconds === undefined)
    return { stillSince: undefined, stillUntil: undefined, isTooLong: false };
  const stillSince = state.stillSince ?? now.toISOString();
  const stillUntil = after(stillSince, seconds);
  return { stillSince, stillUntil, isTooLong: isPast(stillUntil, now) };
}

/** For how many seconds it may stand still; undefined for one that does not. */
function patienceWith({ stillSeconds }: WatchState, group: GroupState): number | undefined {
  if (group.state === 'failed') return classifyEvents(group.events) ? 0 : failedSeconds;
  if (group.state !== 'running' || !group.idle) return undefined;
  return group.idle.isSpot ? evictedSeconds : stillSeconds;
}

/** The state after a read that failed; undefined when there have been too many in a row. */
export function afterFailedRead(state: WatchState): WatchState | undefined {
  const failures = state.failures + 1;
  return failures >= failuresUntilGivenUp ? undefined : { ...state, failures };
}

function after(moment: string, seconds: number): string {
  return new Date(new Date(moment).getTime() + seconds * 1000).toISOString();
}

export function isPast(deadline: string, now: Date): boolean {
  return now.getTime() >= new Date(deadline).getTime();
}

function pickAttempt({ jobId, task, attempt, target }: AttemptRun): Attempt {
  return { jobId, task, attempt, target };
}
