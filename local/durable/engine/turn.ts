import { addEffects, type Effects, noEffects } from './decision-effects.ts';
import type { Complete, ContinueAsNew } from './decision.ts';
import { EventType, type ExecutionStarted, type HistoryEvent, stamp } from './history.ts';
import { type Instance, isTerminal, type RuntimeStatus } from './instance.ts';
import { newInstance, shortId } from './new-instance.ts';
import type { OrchestratorExecutor, TurnResult } from './ports.ts';
import type { Message, QueuedMessage, Timer, TurnCommit } from './store.ts';

export interface TurnInput {
  readonly instance: Instance;
  readonly history: readonly HistoryEvent[];
  readonly inbox: readonly QueuedMessage[];
}

/** The new events of a turn: those that are for this execution, its start first. Empty when there is nothing to do. */
export function freshEvents({ instance, inbox }: TurnInput): HistoryEvent[] {
  if (isTerminal(instance.status)) return [];
  return inbox
    .filter(({ executionId }) => executionId === null || executionId === instance.executionId)
    .map(({ event }) => event)
    .sort((a, b) => startsFirst(a) - startsFirst(b));
}

const startsFirst = ({ EventType: type }: HistoryEvent): number =>
  type === EventType.ExecutionStarted ? 0 : 1;

interface TurnOutcome {
  readonly commit: TurnCommit;
  readonly stalled: string | undefined;
}

/**
 * Takes one turn: `OrchestratorStarted`, what is new, what was decided, `OrchestratorCompleted`. An execution that
 * continues as new takes its first turn at once, in the same commit.
 * https://github.com/Azure/durabletask/blob/main/src/DurableTask.Core/TaskOrchestrationDispatcher.cs
 */
export async function takeTurn(
  input: TurnInput,
  events: readonly HistoryEvent[],
  executor: OrchestratorExecutor,
  now: () => Date,
): Promise<TurnOutcome | undefined> {
  let past = input.history;
  let fresh: readonly HistoryEvent[] = [orchestratorStarted(now()), ...events];
  let started = startOf([...past, ...fresh]);
  // Its history has been lost or never began: whatever arrives is for nobody.
  if (!started) return undefined;
  let carriedStatus: string | null = null;
  const sent: { messages: Message[]; timers: Timer[] } = { messages: [], timers: [] };
  for (let replacesHistory = past.length === 0; ; replacesHistory = true) {
    const result = await executor.run({ started, past, fresh });
    const at = now();
    const effects = noEffects();
    for (const decision of result.decisions) addEffects(effects, decision, started, at);
    sent.messages.push(...effects.messages);
    // What an execution has set for itself ends with it.
    sent.timers.push(...effects.timers.filter(({ executionId }) => executionId === null));
    const successor = result.decisions.find((decision) => decision.kind === 'continueAsNew');
    if (!successor) {
      const instance = instanceAfter(input.instance, started, result, carriedStatus, at);
      const rows = rowsOf(fresh, effects, at);
      const { activities, children } = effects;
      const own = effects.timers.filter(({ executionId }) => executionId !== null);
      const timers = [...own, ...sent.timers];
      const commit = { instance, replacesHistory, events: rows, consumed: input.inbox };
      return {
        commit: { ...commit, activities, timers, children, messages: sent.messages },
        stalled: result.stalled,
      };
    }
    carriedStatus = result.customStatus;
    started = successorOf(started, successor, at);
    past = [];
    fresh = [
      orchestratorStarted(at),
      started,
      ...successor.carriedOver.map((event) => ({ ...event, IsPlayed: false })),
      orchestratorCompleted(at),
    ];
  }
}

function rowsOf(fresh: readonly HistoryEvent[], { events }: Effects, at: Date): HistoryEvent[] {
  const rows = [...fresh.map(played), ...events];
  return rows.at(-1)?.EventType === EventType.OrchestratorCompleted
    ? rows
    : [...rows, orchestratorCompleted(at)];
}

/** Azure marks what a turn has processed, but not the turn's own beginning. */
function played(event: HistoryEvent): HistoryEvent {
  return event.EventType === EventType.OrchestratorStarted ? event : { ...event, IsPlayed: true };
}

function instanceAfter(
  before: Instance,
  started: ExecutionStarted,
  { decisions, customStatus, suspended }: TurnResult,
  carriedStatus: string | null,
  at: Date,
): Instance {
  const end = decisions.find((decision) => decision.kind === 'complete');
  return {
    ...before,
    executionId: started.OrchestrationInstance.ExecutionId,
    input: started.Input,
    createdAt: new Date(started.Timestamp),
    updatedAt: at,
    customStatus: customStatus ?? carriedStatus,
    ...stateOf(end, suspended),
  };
}

function stateOf(
  end: Complete | undefined,
  suspended: string | null,
): { readonly status: RuntimeStatus; readonly output: string | null } {
  if (end) return { status: end.status, output: end.result };
  if (suspended !== null) return { status: 'Suspended', output: suspended };
  return { status: 'Running', output: null };
}

function successorOf(
  started: ExecutionStarted,
  { input }: ContinueAsNew,
  at: Date,
): ExecutionStarted {
  const { start } = newInstance({
    instanceId: started.OrchestrationInstance.InstanceId,
    executionId: shortId(),
    name: started.Name,
    version: started.Version,
    input,
    now: at,
    generation: null,
    ...(started.ParentInstance && { parent: started.ParentInstance }),
  });
  return start;
}

function startOf(events: readonly HistoryEvent[]): ExecutionStarted | undefined {
  return events.find((event) => event.EventType === EventType.ExecutionStarted);
}

const orchestratorStarted = (at: Date): HistoryEvent => ({
  EventType: EventType.OrchestratorStarted,
  ...stamp(at),
});
const orchestratorCompleted = (at: Date): HistoryEvent => ({
  EventType: EventType.OrchestratorCompleted,
  ...stamp(at),
});
