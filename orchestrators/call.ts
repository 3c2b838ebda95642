import type { OrchestrationContext, Task } from 'durable-functions';
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

/** With the version of its parent: else it would get the host's, and not be the code its parent knows. */
function startSub<I, O>(
  { df }: OrchestrationContext,
  { name }: Contract<I, O>,
  input: I,
  instanceId: string,
): Task {
  return df.callSubOrchestrator(name, input, instanceId, df.version);
}
