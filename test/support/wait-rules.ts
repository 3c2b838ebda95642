import type { OrchestrationHandler, Task } from 'durable-functions';

/** The orchestrator, failing as soon as it breaks a rule of waiting that its actions do not show. */
export function underWaitRules(orchestrator: OrchestrationHandler): OrchestrationHandler {
  return (context) => {
    const { df } = context;
    const { any, all } = df.Task;
    const waitFor = df.waitForExternalEvent.bind(df);
    const waiters: Task[] = [];
    const entered = new Set<Task>();
    df.waitForExternalEvent = (name) => {
      if (!waiters.every(({ isCompleted }) => isCompleted)) throw new Error('two open waiters');
      const waiter = waitFor(name);
      waiters.push(waiter);
      return waiter;
    };
    const enter = (tasks: readonly Task[]): void => {
      if (tasks.length === 0) throw new Error('an empty set of tasks');
      for (const task of tasks) {
        if (task.isCompleted) throw new Error('a completed task in an any or all');
        if (entered.has(task) && !waiters.includes(task))
          throw new Error('a task in a second any or all');
        entered.add(task);
      }
    };
    df.Task.any = (tasks) => {
      enter(tasks);
      return any(tasks);
    };
    df.Task.all = (tasks) => {
      enter(tasks);
      return all(tasks);
    };
    return orchestrator(context);
  };
}
