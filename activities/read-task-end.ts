import { type ActivityHandler, getClient } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import { recordedCounts } from '../jobs/item-results.ts';
import type { TaskRow } from '../jobs/job-status.ts';
import type { StopReason } from '../jobs/outcome.ts';
import type { TaskEnd } from '../jobs/runs.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';

type Context = Parameters<ActivityHandler>[1];
/** Whether there is such an orchestration, under way or over. */
type Exists = (instanceId: string) => Promise<boolean>;

/** It needs the `durableClient` input. */
export function readTaskEnd(
  { store }: Pick<Deps, 'store'>,
  existsOf: (context: Context) => Exists = existsByClient,
): ActivityHandler {
  return (input: unknown, context: Context): unknown => {
    const exists = existsOf(context);
    const run = implement(contracts.readTaskEnd, async ({ jobId, task }) => {
      const [row, stop] = await Promise.all([store.readTask(jobId, task), store.readStop(jobId)]);
      const end = row && endOf(row, stop);
      return end ? { end } : { isUnknown: !row && !(await exists(`${jobId}-task-${task}`)) };
    });
    return run(input, context);
  };
}

function endOf(
  { outcome, cleanup = 'leftToSweeper', items }: TaskRow,
  stop: StopReason | undefined,
): TaskEnd | undefined {
  if (!outcome) return undefined;
  return {
    outcome,
    cleanup,
    // As recordTask says it.
    stop: stop === 'overBudget' ? 'cancelled' : stop,
    ...(items && { items: recordedCounts(items, outcome) }),
  };
}

/** For an id that was never started the SDK throws an error that names the 404. */
function existsByClient(context: Context): Exists {
  const client = getClient(context);
  return async (instanceId) => {
    try {
      await client.getStatus(instanceId);
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.includes('HTTP 404')) return false;
      throw error;
    }
  };
}
