import type { OrchestrationContext, Task } from 'durable-functions';

/**
 * Result of a task, with an open waiter beside it. The waiter must be in every wait: each `any` stacks it once more,
 * an event goes to the top of the stack, and what a used-up waiter left there would swallow it.
 */
export function* beside<T>(
  { df }: OrchestrationContext,
  waiter: Task,
  task: Task,
): Generator<Task, T, T> {
  // One that has had its event waits for nothing more.
  if (!waiter.isCompleted) yield df.Task.any([waiter, task]);
  return yield task;
}

/** Waits for an open waiter, at most until then; whether it was not heard before. */
export function* besideTimer(
  { df }: OrchestrationContext,
  waiter: Task,
  until: Date,
): Generator<Task, boolean, unknown> {
  const timer = df.createTimer(until);
  yield df.Task.any([waiter, timer]);
  // Left open, it would keep the instance running.
  if (!timer.isCompleted) timer.cancel();
  return timer.isCompleted;
}
