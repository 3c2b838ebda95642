import type { JobStore } from '../clients/ports.ts';
import { itemsOfTask, type PlanFile } from '../jobs/plan-file.ts';

/**
 * Which items of a task are given to its container, by their numbers from the task's first: all, but in a retry only
 * those that have failed before.
 */
export async function itemNumbers(
  store: Pick<JobStore, 'readTask'>,
  plan: PlanFile,
  task: number,
): Promise<number[]> {
  for (const jobId of plan.retryOf?.toReversed() ?? []) {
    const row = await store.readTask(jobId, task);
    if (row?.items) return row.items.failedNumbers;
  }
  const { from, to } = itemsOfTask(plan, task);
  return Array.from({ length: to - from }, (_, number) => number);
}
