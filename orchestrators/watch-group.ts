import type { OrchestrationContext, Task } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import { nextPollAt } from '../jobs/poll-policy.ts';
import { afterFailedRead, look, type Looked } from '../jobs/watch.ts';
import type { WatchEnd, WatchState } from '../jobs/watch-state.ts';
import { beside, besideTimer } from './beside.ts';
import type { Orchestration } from './call.ts';

type Reading = Parameters<typeof look>[1];

const turnsPerExecution = 10;

/**
 * Looks at a group until it is over, stuck, out of time or cancelled. Owns nothing, so it may continue as new, with
 * its whole state, to keep its history short. A `wake` event only hints that looking now is worth it: a doubled one,
 * and continueAsNew may double one, costs a read, never the result. Throws when reads keep failing.
 */
export function* watchGroup(context: OrchestrationContext): Orchestration<WatchEnd | undefined> {
  let state = context.df.getInput<WatchState>();
  let wake = context.df.waitForExternalEvent('wake');
  for (let turn = 0; turn < turnsPerExecution; turn += 1) {
    const looked = yield* lookAtGroup(context, wake, state);
    if (looked.end) return looked.end;
    state = looked.state;
    // Otherwise it came while we read: look again at once.
    if (!wake.isCompleted) {
      const until = nextPollAt(state, context.df.currentUtcDateTime);
      const isTime = yield* besideTimer(context, wake, until);
      if (isTime) state = { ...state, polls: state.polls + 1 };
    }
    // Never beside an open one: two would compete for the next event.
    if (wake.isCompleted) wake = context.df.waitForExternalEvent('wake');
  }
  context.df.continueAsNew(state);
  return undefined;
}

function* lookAtGroup(
  context: OrchestrationContext,
  wake: Task,
  state: WatchState,
): Orchestration<Looked> {
  const { jobId, task, attempt, target, pace } = state;
  try {
    const reporters = pace?.reporters;
    const isNew = state.polls === 0 && !state.started;
    const push = reporters ? { reporters, ...(isNew && { isNew }) } : {};
    const input = { jobId, task, attempt, target, ...push };
    const read = context.df.callActivity(contracts.readGroup.name, input);
    const reading = yield* beside<Reading>(context, wake, read);
    return look(state, reading, context.df.currentUtcDateTime);
  } catch (error) {
    // A container that has run for hours outlives an outage of ARM.
    const next = afterFailedRead(state);
    if (!next) throw error;
    return { state: next };
  }
}
