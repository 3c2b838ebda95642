import type { Cleanup, JobOutcome } from './outcome.ts';
import type { ItemCounts, LaneEnd, TaskEnd } from './runs.ts';

export const emptyLane: LaneEnd = { succeeded: 0, failed: 0, cleanup: 'deleted' };

/** The lane's account after one more of its tasks. */
export function withTask(
  lane: LaneEnd,
  task: number,
  { outcome, cleanup, stop, items, isCut }: TaskEnd,
): LaneEnd {
  if (items) return withItems(lane, task, { outcome, cleanup, stop, items, isCut });
  const next: LaneEnd = { ...lane, cleanup: worseOf(lane.cleanup, cleanup) };
  if (stop === 'cancelled') next.cutShort = 'cancelled';
  switch (outcome.status) {
    case 'succeeded':
      return { ...next, succeeded: lane.succeeded + 1 };
    case 'failed':
      return {
        ...next,
        failed: lane.failed + 1,
        firstFailure: firstOf(lane.firstFailure, { task, outcome, ...(isCut && { isCut }) }),
      };
    case 'timedOut':
    case 'cancelled':
      return { ...next, cutShort: outcome.status };
    case 'skipped':
      return next;
  }
}

/** The same after a task that has several items. */
function withItems(
  lane: LaneEnd,
  task: number,
  { outcome, cleanup, stop, items, isCut }: TaskEnd & { readonly items: ItemCounts },
): LaneEnd {
  const { succeeded, failed, firstFailure } = items;
  const isStopped = outcome.status === 'timedOut' || outcome.status === 'cancelled';
  const cutShort = stop === 'cancelled' ? stop : isStopped ? outcome.status : lane.cutShort;
  const failure = firstFailure && { task, outcome: firstFailure, ...(isCut && { isCut }) };
  const first = failure && firstOf(lane.firstFailure, failure);
  return {
    ...lane,
    cleanup: worseOf(lane.cleanup, cleanup),
    succeeded: lane.succeeded + succeeded,
    failed: lane.failed + failed,
    ...(first && { firstFailure: first }),
    ...(cutShort && { cutShort }),
  };
}

type FirstFailure = NonNullable<LaneEnd['firstFailure']>;

/** That of the first task in order; but one that was not tried again because of another's failure tells less than that. */
function firstOf(one: FirstFailure | undefined, other: FirstFailure): FirstFailure {
  if (!one) return other;
  if (one.isCut !== other.isCut) return one.isCut ? other : one;
  return one.task <= other.task ? one : other;
}

/** Whether a lane takes another item after this one. The deadline is the job's: no other item would make it either. */
export function goesOn({ outcome, stop }: TaskEnd): boolean {
  return stop === undefined && (outcome.status === 'succeeded' || outcome.status === 'failed');
}

/**
 * The outcome of all items: succeeded if every one has, or all have ended and no more than `tolerated` have failed; else
 * by what weighs most: timedOut, cancelled, then the failure of the first item in order.
 */
export function jobOutcome(
  lanes: readonly LaneEnd[],
  itemCount: number,
  tolerated = 0,
): JobOutcome {
  const sum = (what: 'succeeded' | 'failed') => lanes.reduce((n, lane) => n + lane[what], 0);
  if (sum('succeeded') === itemCount) return { status: 'succeeded' };
  const cut = (how: LaneEnd['cutShort']) => lanes.some(({ cutShort }) => cutShort === how);
  if (cut('timedOut')) return { status: 'timedOut' };
  if (cut('cancelled')) return { status: 'cancelled' };
  const haveEnded = sum('succeeded') + sum('failed') === itemCount;
  if (haveEnded && sum('failed') <= tolerated) return { status: 'succeeded' };
  const first = lanes
    .flatMap(({ firstFailure }) => firstFailure ?? [])
    .reduce<FirstFailure | undefined>(firstOf, undefined);
  if (first) return itemCount === 1 ? first.outcome : inPlace(first, sum('failed'), itemCount);
  const message = `only ${sum('succeeded')} of ${itemCount} items ran, and none failed`;
  return { status: 'failed', class: 'platform-error', message };
}

/** What is left of all parts; one that says nothing has left nothing. */
export function cleanupOf(parts: readonly { readonly cleanup?: Cleanup | undefined }[]): Cleanup {
  return parts.map(({ cleanup = 'deleted' }) => cleanup).reduce(worseOf, 'deleted');
}

function inPlace({ task, outcome }: FirstFailure, failures: number, itemCount: number): JobOutcome {
  const message = `task ${task}: ${outcome.message} (${failures} of ${itemCount} items failed)`;
  return { ...outcome, message };
}

function worseOf(one: Cleanup, other: Cleanup): Cleanup {
  return one === 'deleted' ? other : one;
}
