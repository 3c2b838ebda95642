import type { ActivityHandler } from 'durable-functions';
import { type Attempt, groupNameOf } from '../jobs/attempt.ts';
import { withReports } from '../jobs/completion.ts';
import * as contracts from '../jobs/contracts.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';
import { planOfRunning } from './job-files.ts';
import { keepLogs } from './read-log.ts';
import { spendingOf } from './spending.ts';

export function readGroup(
  deps: Pick<Deps, 'artifacts' | 'groups' | 'store' | 'now'>,
): ActivityHandler {
  const { groups, store } = deps;
  const spending = spendingOf(deps);
  return implement(contracts.readGroup, async ({ reporters, isNew, ...attempt }) => {
    const [stop, exits] = await Promise.all([
      store.readStop(attempt.jobId),
      reporters === undefined ? [] : store.readExits(attempt),
    ]);
    if (isNew && exits.length === 0 && stop === undefined)
      return { group: { state: 'pending', events: [] }, cancelRequested: false };
    const shown = await groups.read(attempt.target, groupNameOf(attempt));
    const group = withReports(shown, exits, reporters);
    if (group.state === 'running' && reporters === undefined) await keptSoFar(deps, attempt);
    const isOverBudget = await spending.charge(attempt, group);
    // Another item's failure lets what runs come to its end.
    return {
      group,
      cancelRequested: isOverBudget || stop === 'cancelled' || stop === 'overBudget',
    };
  });
}

/** A log that cannot be read now is read at the next look, or at the end. */
async function keptSoFar(
  deps: Pick<Deps, 'artifacts' | 'groups'>,
  attempt: Attempt,
): Promise<void> {
  try {
    await keepLogs(deps, await planOfRunning(deps.artifacts, attempt.jobId), attempt);
  } catch {
    // The look itself has succeeded.
  }
}
