import type { OrchestrationContext, Task } from 'durable-functions';
import { besideTimer } from './beside.ts';
import type { Orchestration } from './call.ts';

/** Waits so many milliseconds, or until a `wake` says that something has changed: it is a hint, so who waited looks. */
type Pause = (milliseconds: number) => Orchestration<void>;

/**
 * An orchestrator's one way to pause: its pauses share a waiter, because two open ones would compete for an event. A
 * `wake` that comes between two pauses ends the next one at once, or is lost, and that pause then takes its time.
 */
export function pauseOf(context: OrchestrationContext): Pause {
  let waiter: Task | undefined;
  return function* (milliseconds) {
    const wake = waiter ?? context.df.waitForExternalEvent('wake');
    waiter = wake;
    const now = context.df.currentUtcDateTime.getTime();
    if (!wake.isCompleted) yield* besideTimer(context, wake, new Date(now + milliseconds));
    if (wake.isCompleted) waiter = undefined;
  };
}
