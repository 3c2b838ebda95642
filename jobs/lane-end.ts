import type { Cleanup, JobOutcome } from './outcome.ts';
import type { LaneEnd, TaskEnd } from './runs.ts';

export const emptyLane: LaneEnd = { succeeded: 0, failed: 0, cleanup: 'deleted' };

/** The lane's account after one more of its tasks. */
export function withTask(
  lane: LaneEnd,
  task: number,
  { outcome, cleanup, stop }: TaskEnd,
): LaneEnd {
  const next: LaneEnd = { ...lane, cleanup: worseOf(lane.cleanup, cleanup) };
  if (stop === 'cancelled') next.cutShort = 'cancelled';
  switch (outcome.status) {
    case 'succeeded':
      return { ...next, succeeded: lane.succeeded + 1 };
    case 'failed':
      return {
        ...next,
        failed: lane.failed + 1,
        firstFailure: lane.firstFailure ?? { task, outcome },
      };
    case 'timedOut':
    case 'cancelled':
      return { ...next, cutShort: outcome.status };
    case 'skipped':
      return next;
  }
}

/** Whether a lane takes another item after this one. The deadline is the job's: no other item would make it either. */
export function goesOn({ outcome, stop }: TaskEnd): boolean {
  return stop === undefined && (outcome.status === 'succeeded' || outcome.status === 'failed');
}

/**
 * The outcome of all items: succeeded if every one has; else by what weighs most: timedOut, cancelled, then the
 * failure of the first item in order.
 */
export function jobOutcome(lanes: readonly LaneEnd[], itemCount: number): JobOutcome {
  const sum = (what: 'succeeded' | 'failed') => lanes.reduce((n, lane) => n + lane[what], 0);
  if (sum('succeeded') === itemCount) return { status: 'succeeded' };
  const cut = (how: LaneEnd['cutShort']) => lanes.some(({ cutShort }) => cutShort === how);
  if (cut('timedOut')) return { status: 'timedOut' };
  if (cut('cancelled')) return { status: 'cancelled' };
  const [first] = lanes
    .flatMap(({ firstFailure }) => firstFailure ?? [])
    .sort((a, b) => a.task - b.task);
  if (first) return itemCount === 1 ? first.outcome : inPlace(first, sum('failed'), itemCount);
  const message = `only ${sum('succeeded')} of ${itemCount} items ran, and none failed`;
  return { status: 'failed', class: 'platform-error', message };
}

export function cleanupOf(parts: readonly { readonly cleanup: Cleanup }[]): Cleanup {
  return parts.map(({ cleanup }) => cleanup).reduce(worseOf, 'deleted');
}

function inPlace(
  { task, outcome }: NonNullable<LaneEnd['firstFailure']>,
  failures: number,
  itemCount: number,
): JobOutcome {
  const message = `task ${task}: ${outcome.message} (${failures} of ${itemCount} items failed)`;
  return { ...outcome, message };
}

function worseOf(one: Cleanup, other: Cleanup): Cleanup {
  return one === 'deleted' ? other : one;
}
