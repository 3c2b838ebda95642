import { EntityId, type OrchestrationContext, type Task } from 'durable-functions';
import type { Contract } from '../jobs/contract.ts';

/** What an orchestrator is: `never` because only the executor resumes it, and `yield*` types what comes back. */
export type Orchestration<T> = Generator<Task, T, never>;

/** Result of an activity, typed by its contract; throws what the activity threw. */
export function* call<I, O>(
  context: OrchestrationContext,
  activity: Contract<I, O>,
  input: I,
): Generator<Task, O, O> {
  return yield context.df.callActivity(activity.name, input);
}

/** Result of a sub-orchestration, typed by its contract; its `instanceId` is where events are sent to. */
export function* callSub<I, O>(
  context: OrchestrationContext,
  orchestrator: Contract<I, O>,
  input: I,
  instanceId: string,
): Generator<Task, O, O> {
  return yield startSub(context, orchestrator, input, instanceId);
}

/** Results of sub-orchestrations side by side, in order. There must be at least one: `Task.all([])` throws. */
export function* callSubs<I, O>(
  context: OrchestrationContext,
  orchestrator: Contract<I, O>,
  subs: readonly { readonly input: I; readonly instanceId: string }[],
): Generator<Task, O[], O[]> {
  const tasks = subs.map(({ input, instanceId }) =>
    startSub(context, orchestrator, input, instanceId),
  );
  return yield context.df.Task.all(tasks);
}

/** Waits until all of them have ended, however: also when some have failed, all the others. At least one. */
export function* endSubs<I, O>(
  context: OrchestrationContext,
  orchestrator: Contract<I, O>,
  subs: readonly { readonly input: I; readonly instanceId: string }[],
): Generator<Task, void, never> {
  const tasks = subs.map(({ input, instanceId }) =>
    startSub(context, orchestrator, input, instanceId),
  );
  try {
    yield context.df.Task.all(tasks);
  } catch {
    // It threw at the first that failed. Each may be waited for alone, but in no second `all`.
    for (const task of tasks) yield* waitFor(task);
  }
}

function* waitFor(task: Task): Generator<Task, void, never> {
  try {
    yield task;
  } catch {
    // It has ended.
  }
}

/** What an entity answers to an operation, typed by its contract; throws when the operation did. */
export function* callEntity<I, O>(
  context: OrchestrationContext,
  entity: { readonly name: string; readonly key: string },
  operation: Contract<I, O>,
  input: I,
): Generator<Task, O, O> {
  return yield context.df.callEntity(new EntityId(entity.name, entity.key), operation.name, input);
}

/** With the version of its parent: else it would get the host's, and not be the code its parent knows. */
function startSub<I, O>(
  { df }: OrchestrationContext,
  { name }: Contract<I, O>,
  input: I,
  instanceId: string,
): Task {
  return df.callSubOrchestrator(name, input, instanceId, df.version);
}
