import type { ActivityHandler } from 'durable-functions';
import { TooLargeError } from '../clients/ports.ts';
import * as contracts from '../jobs/contracts.ts';
import { itemResultsFile, itemsOfTaskEnd } from '../jobs/item-results.ts';
import type { JobOutcome } from '../jobs/outcome.ts';
import { resultsPrefix } from '../jobs/results.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';
import { planOfRunning } from './job-files.ts';
import { spendingOf } from './spending.ts';
import { itemNumbers } from './task-items.ts';

export function recordTask(deps: Pick<Deps, 'artifacts' | 'store' | 'now'>): ActivityHandler {
  const { store } = deps;
  const spending = spendingOf(deps);
  return implement(contracts.recordTask, async (record) => {
    const { jobId, task, attempts, outcome, cleanup, stopOnFailure } = record;
    const items = record.isPacked ? await itemsEnd(deps, record) : undefined;
    const end = { state: 'over', attempts, outcome, cleanup } as const;
    await store.putTask(jobId, task, { ...end, ...(items && { items: items.row }) });
    if (stopOnFailure && outcome.status === 'failed') await store.requestStop(jobId, 'itemFailed');
    const isOverBudget = await spending.settle(jobId);
    const stop = await store.readStop(jobId);
    // To lanes it is as if somebody had cancelled; finishJob tells them apart.
    return {
      stop: isOverBudget || stop === 'overBudget' ? 'cancelled' : stop,
      ...(items && { items: items.counts }),
    };
  });
}

interface EndOfTask {
  readonly jobId: string;
  readonly task: number;
  readonly attempts: number;
  readonly outcome: JobOutcome;
}

const maxResultsBytes = 1024 * 1024;

/** What came of each item, as the container's last attempt says; a file that is too large says nothing that counts. */
async function itemsEnd(
  { artifacts, store }: Pick<Deps, 'artifacts' | 'store'>,
  record: EndOfTask,
): Promise<ReturnType<typeof itemsOfTaskEnd>> {
  const { jobId, task, attempts: attempt, outcome } = record;
  const plan = await planOfRunning(artifacts, jobId);
  const folder = artifacts.resultsUrl(resultsPrefix(plan, { jobId, task, attempt }));
  const read = artifacts.readText(`${folder}${itemResultsFile}`, maxResultsBytes);
  const text = await read.catch((error: unknown) => {
    if (error instanceof TooLargeError) return 'too large';
    throw error;
  });
  return itemsOfTaskEnd(text, await itemNumbers(store, plan, task), outcome);
}
