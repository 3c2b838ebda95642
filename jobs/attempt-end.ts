import { classifyGroup } from './group-outcome.ts';
import type { TaskRow } from './job-rows.ts';
import type { JobOutcome } from './outcome.ts';

/**
 * How an attempt ended that is over by what its task's row says; undefined for one that is not. Its group is gone, and
 * must not be made again: a task whose orchestration was lost goes through its attempts once more.
 */
export function endOfAttempt(row: TaskRow, attempt: number): JobOutcome | undefined {
  const { attempts, costs = [], containers = [], failedAttempts = [] } = row;
  const failed = failedAttempts.find((one) => one.attempt === attempt);
  if (failed) return failed.outcome;
  const isCollected = costs[attempt - 1] !== undefined;
  if (attempts <= attempt && !isCollected) return undefined;
  if (attempts === attempt && containers.length > 0)
    return classifyGroup({ state: 'ended', containers });
  const message = `nobody has written down how attempt ${attempt} ended`;
  return { status: 'failed', class: 'lost', message };
}
