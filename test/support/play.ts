import * as df from 'durable-functions';
import { registeredHandlers } from './functions-core.ts';
import { type Action, ActionType, Decision, EventType, type HistoryEvent } from './history.ts';

/** Answers per name of a function or of an entity's operation, in order: a result, an Error, or either after a `wake` that came meanwhile. */
export type Answers = Readonly<Record<string, readonly unknown[]>>;

class AfterWake {
  readonly answer: unknown;
  constructor(answer: unknown) {
    this.answer = answer;
  }
}
export const afterWake = (answer: unknown): AfterWake => new AfterWake(answer);

/** Answers to a timer: a `wake` comes before it fires; it fires a second early. Without one, it fires in time. */
export const wake = Symbol('wake');
export const early = Symbol('early');

export interface Played extends Decision {
  readonly history: readonly HistoryEvent[];
  /** The decision of each episode, with the length of the history that led to it. */
  readonly episodes: readonly { readonly length: number; readonly decision: Decision }[];
}

/** One turn of the real durable-functions executor, through the handler that the app registered. */
export async function decide(
  name: string,
  input: unknown,
  history: readonly HistoryEvent[],
  instanceId = 'instance-1',
): Promise<Decision> {
  const handler = registeredHandlers.get(name);
  if (!handler) throw new Error(`${name} is not registered`);
  const trigger: unknown = JSON.parse(
    JSON.stringify({
      history,
      input,
      instanceId,
      isReplaying: history.length > 2,
      parentInstanceId: null,
      upperSchemaVersion: 1,
      upperSchemaVersionNew: 3,
      longRunningTimerIntervalDuration: '3.00:00:00',
      maximumShortTimerDuration: '6.00:00:00',
      defaultHttpAsyncRequestSleepTimeMillseconds: 30000,
    }),
  );
  const decision: unknown = await handler(trigger, new df.DummyOrchestrationContext(name));
  return Decision.parse(JSON.parse(JSON.stringify(decision)));
}

/** Runs one execution from its start to its end (or to its continueAsNew), on a virtual clock. */
export async function play(
  name: string,
  input: unknown,
  answers: Answers,
  startsAt = new Date('2026-01-01T00:00:00Z'),
): Promise<Played> {
  const host = new VirtualHost(answers, startsAt);
  const episodes: Played['episodes'][number][] = [];
  for (;;) {
    const decision = await decide(name, input, host.history);
    episodes.push({ length: host.history.length, decision });
    if (decision.isDone) return { ...decision, history: host.history, episodes };
    host.advance(decision.actions);
  }
}

class VirtualHost {
  readonly history: HistoryEvent[] = [];
  private readonly answers: Map<string, unknown[]>;
  private scheduled = 0;
  /** Ids of what has not been answered. */
  private readonly open = new Set<number>();
  private now: Date;

  constructor(answers: Answers, startsAt: Date) {
    this.now = startsAt;
    this.answers = new Map(Object.entries(answers).map(([name, queue]) => [name, [...queue]]));
    this.add({ EventType: EventType.OrchestratorStarted });
    this.add({ EventType: EventType.ExecutionStarted });
  }

  /** Schedules what is new, ends the episode, and opens the next one with the answer. */
  advance(actions: readonly Action[]): void {
    const numbered = actions.filter(({ actionType }) => actionType in created);
    for (const { actionType } of numbered.slice(this.scheduled)) {
      this.open.add(this.scheduled);
      const EventId = this.scheduled++;
      const Input = JSON.stringify({ id: `request-${EventId}` });
      const isEntity = actionType === ActionType.CallEntity;
      this.add({ EventType: created[actionType] ?? NaN, EventId, ...(isEntity && { Input }) });
    }
    numbered.forEach(({ isCanceled }, id) => {
      if (isCanceled) this.open.delete(id);
    });
    const [next] = this.open;
    const action = numbered[next ?? NaN];
    if (next === undefined || !action)
      throw new Error('The orchestrator waits for nothing that this host could answer.');
    this.add({ EventType: EventType.OrchestratorCompleted });
    for (const event of this.history) event.IsPlayed = true;
    this.answer(action, next);
  }

  private answer(action: Action, id: number): void {
    const name = action.functionName ?? action.operation;
    const queue = this.answers.get(name ?? 'timer');
    if (action.actionType === ActionType.CreateTimer) {
      const answer = queue?.shift();
      if (answer === wake) {
        this.addStarted();
        this.addWake();
        return;
      }
      this.open.delete(id);
      const fireAt = new Date(action.fireAt ?? NaN).getTime();
      this.now = new Date(answer === early ? fireAt - 1000 : fireAt);
      this.addStarted();
      this.addWakesBefore(answer);
      this.add({ EventType: EventType.TimerFired, TimerId: id, FireAt: action.fireAt });
      return;
    }
    if (!queue?.length) throw new Error(`No answer is left for ${String(name)}.`);
    this.open.delete(id);
    this.addStarted();
    this.addResult(action, id, this.addWakesBefore(queue.shift()));
  }

  private addResult({ actionType }: Action, id: number, answer: unknown): void {
    if (actionType === ActionType.CallEntity) {
      const Input = JSON.stringify(responseOf(answer));
      this.add({ EventType: EventType.EventRaised, Name: `request-${id}`, Input });
      return;
    }
    const sub = actionType === ActionType.CallSubOrchestrator;
    this.add(
      answer instanceof Error
        ? {
            EventType: sub ? EventType.SubOrchestrationFailed : EventType.TaskFailed,
            TaskScheduledId: id,
            Reason: answer.message,
            Details: '',
          }
        : {
            EventType: sub ? EventType.SubOrchestrationCompleted : EventType.TaskCompleted,
            TaskScheduledId: id,
            Result: JSON.stringify(answer),
          },
    );
  }

  private addStarted(): void {
    this.now = new Date(this.now.getTime() + 1);
    this.add({ EventType: EventType.OrchestratorStarted });
  }

  private addWakesBefore(answer: unknown): unknown {
    if (!(answer instanceof AfterWake)) return answer;
    this.addWake();
    return this.addWakesBefore(answer.answer);
  }

  private addWake(): void {
    this.add({ EventType: EventType.EventRaised, Name: 'wake', Input: '' });
  }

  private add(event: { EventType: number; EventId?: number; [field: string]: unknown }): void {
    this.history.push({
      EventId: -1,
      IsPlayed: false,
      Timestamp: this.now.toISOString(),
      ...event,
    });
  }
}

/** What an entity answers, as the SDK reads it. */
function responseOf(answer: unknown): object {
  return answer instanceof Error
    ? { result: JSON.stringify(answer.message), exceptionType: 'Error' }
    : { result: answer === undefined ? null : JSON.stringify(answer) };
}

/** The actions that are numbered, each with the event that confirms it. */
const created: Readonly<Record<number, number>> = {
  [ActionType.CallActivity]: EventType.TaskScheduled,
  [ActionType.CallSubOrchestrator]: EventType.SubOrchestrationCreated,
  [ActionType.CreateTimer]: EventType.TimerCreated,
  [ActionType.CallEntity]: EventType.EventSent,
};
