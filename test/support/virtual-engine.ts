import { InvocationContext } from '@azure/functions';
import type { ActivityHandler } from 'durable-functions';
import { registeredHandlers } from './functions-core.ts';
import { type Action, ActionType, type Decision, EventType, type HistoryEvent } from './history.ts';
import { decide } from './play.ts';
import { VirtualEntities } from './virtual-entities.ts';

/** The time of a test, moved by the engine. */
export class TestClock {
  at = new Date('2026-01-01T00:00:00Z');
  readonly now = (): Date => new Date(this.at);
}

/** One execution of an orchestration: continueAsNew ends it and begins another of the same instance. */
export interface Execution {
  readonly name: string;
  readonly instanceId: string;
  readonly input: unknown;
  readonly version: string | undefined;
  readonly history: HistoryEvent[];
  readonly parent: { readonly execution: Execution; readonly id: number } | undefined;
  actions: readonly Action[];
  status: 'running' | 'completed' | 'failed' | 'continued';
  output?: unknown;
  /** Ids of what was scheduled and has not ended. */
  readonly open: Set<number>;
}

type Work = () => Promise<void>;

export interface EngineOptions {
  readonly activities: Readonly<Record<string, ActivityHandler>>;
  readonly clock: TestClock;
  /** Called before each step with its number. */
  readonly beforeStep?: (step: number) => void | Promise<void>;
  /** Which of `n` things that could happen now happens next; the first by default. */
  readonly pick?: (n: number) => number;
  /** More than so many are taken for an endless loop. */
  readonly maxSteps?: number;
  /** Called with each execution that has ended. */
  readonly onEnd?: (execution: Execution) => void;
}

/**
 * Runs orchestrations and their children through the real durable-functions executor in virtual time: one message,
 * activity or timer at a step. Stricter than Azure: an orchestration that ends while anything of its own is open
 * is an error here.
 */
export class VirtualEngine {
  readonly executions: Execution[] = [];
  readonly entities = new VirtualEntities();
  steps = 0;
  /** The last execution of each instance. */
  private readonly last = new Map<string, Execution>();
  private readonly ready: Work[] = [];
  private readonly timers: { at: number; execution: Execution; id: number }[] = [];
  private readonly options: EngineOptions;

  constructor(options: EngineOptions) {
    this.options = options;
  }

  start(name: string, input: unknown, instanceId: string): void {
    this.begin({ name, input, instanceId, version: '1.0.0', parent: undefined });
  }

  raise(instanceId: string, event: string, data?: object): void {
    this.ready.push(async () => {
      const execution = this.running(instanceId);
      // Before its start an instance does not exist, and an event for it is refused.
      if (execution?.history.length) await this.deliver(execution, eventRaised(event, data));
    });
  }

  /** To the end of everything. */
  async run(): Promise<void> {
    for (;;) {
      await this.options.beforeStep?.(this.steps);
      const work = this.next();
      if (!work) return;
      this.steps += 1;
      if (this.steps > (this.options.maxSteps ?? 100_000)) throw new Error('It does not end.');
      await work();
    }
  }

  /** The last execution of an instance. */
  of(instanceId: string): Execution | undefined {
    return this.last.get(instanceId);
  }

  running(instanceId: string): Execution | undefined {
    const last = this.of(instanceId);
    return last?.status === 'running' ? last : undefined;
  }

  /**
   * As a person does: it fails for its parent, and what it had begun goes on by itself. `Details` null as on Azure: then
   * the SDK throws in the parent, and in each of its parents, past any `finally`.
   */
  terminate(instanceId: string, Details: string | null = ''): void {
    const execution = this.running(instanceId);
    if (execution) this.end(execution, 'failed', 'terminated', Details);
  }

  /** Forgets an instance that is over. */
  purge(instanceId: string): void {
    if (!this.running(instanceId)) this.last.delete(instanceId);
  }

  private next(): Work | undefined {
    if (this.ready.length > 0)
      return this.ready.splice(this.options.pick?.(this.ready.length) ?? 0, 1)[0];
    const [timer] = this.timers.sort((a, b) => a.at - b.at).splice(0, 1);
    if (!timer) return undefined;
    const { at, execution, id } = timer;
    this.options.clock.at = new Date(Math.max(at, this.options.clock.at.getTime()));
    const fired = {
      EventType: EventType.TimerFired,
      TimerId: id,
      FireAt: new Date(at).toISOString(),
    };
    return () => this.complete(execution, id, fired);
  }

  private begin(
    start: Pick<Execution, 'name' | 'input' | 'instanceId' | 'version' | 'parent'>,
  ): void {
    if (!registeredHandlers.has(start.name)) throw new Error(`${start.name} is not registered.`);
    if (this.running(start.instanceId)) throw new Error(`${start.instanceId} runs already.`);
    const execution: Execution = {
      ...start,
      history: [],
      actions: [],
      status: 'running',
      open: new Set(),
    };
    this.executions.push(execution);
    this.last.set(execution.instanceId, execution);
    const event = { EventType: EventType.ExecutionStarted, Version: start.version ?? null };
    this.ready.push(() => this.deliver(execution, event));
  }

  private async complete(execution: Execution, id: number, event: NewEvent): Promise<void> {
    execution.open.delete(id);
    await this.deliver(execution, event);
  }

  private async deliver(execution: Execution, event: NewEvent): Promise<void> {
    if (execution.status !== 'running') return;
    this.add(execution, { EventType: EventType.OrchestratorStarted });
    this.add(execution, event);
    let decision: Decision;
    try {
      const { name, input, history, instanceId } = execution;
      decision = await decide(name, input, history, instanceId);
    } catch (error) {
      const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
      const isFromSdk = reason.includes('could not parse its exception data');
      this.end(execution, 'failed', reason, isFromSdk ? null : '');
      return;
    }
    this.schedule(execution, decision.actions);
    this.add(execution, { EventType: EventType.OrchestratorCompleted });
    for (const played of execution.history) played.IsPlayed = true;
    if (decision.isDone) this.finish(execution, decision);
  }

  private schedule(execution: Execution, actions: readonly Action[]): void {
    const numbered = actions.filter(({ actionType }) => actionType in confirmedBy);
    const before = execution.actions.length;
    execution.actions = numbered;
    numbered.slice(before).forEach((action, index) => {
      const id = before + index;
      this.add(execution, {
        EventType: confirmedBy[action.actionType] ?? NaN,
        EventId: id,
        ...(isForEntity(action) && { Input: JSON.stringify({ id: requestId(execution, id) }) }),
      });
      if (action.actionType !== ActionType.SignalEntity) execution.open.add(id);
      this.carryOut(execution, action, id);
    });
    numbered.forEach(({ isCanceled }, id) => {
      if (isCanceled) this.cancelTimer(execution, id);
    });
  }

  private carryOut(execution: Execution, action: Action, id: number): void {
    const { functionName: name = '', instanceId = '', input, fireAt, version } = action;
    if (action.actionType === ActionType.CreateTimer)
      this.timers.push({ at: new Date(fireAt ?? NaN).getTime(), execution, id });
    else if (action.actionType === ActionType.CallSubOrchestrator)
      this.begin({ name, instanceId, input, version, parent: { execution, id } });
    else if (isForEntity(action)) this.ready.push(() => this.runEntity(execution, action, id));
    else this.ready.push(() => this.runActivity(execution, name, input, id));
  }

  /** Once, whatever becomes of who asked. */
  private async runEntity(execution: Execution, action: Action, id: number): Promise<void> {
    const answer = await this.entities.run(action);
    if (action.actionType === ActionType.SignalEntity) return;
    const answered = {
      EventType: EventType.EventRaised,
      Name: requestId(execution, id),
      Input: JSON.stringify(answer),
    };
    this.ready.push(() => this.complete(execution, id, answered));
  }

  private async runActivity(
    execution: Execution,
    name: string,
    input: unknown,
    id: number,
  ): Promise<void> {
    const handler = this.options.activities[name];
    if (!handler) throw new Error(`There is no activity ${name}.`);
    const taken: unknown = JSON.parse(JSON.stringify(input));
    let event: NewEvent;
    try {
      const result: unknown = await handler(taken, new InvocationContext());
      event = { EventType: EventType.TaskCompleted, Result: JSON.stringify(result) };
    } catch (error) {
      const Reason = `Activity function '${name}' failed:  ${String(error)}`;
      event = { EventType: EventType.TaskFailed, Reason, Details: '' };
    }
    this.ready.push(() => this.complete(execution, id, { ...event, TaskScheduledId: id }));
  }

  private cancelTimer(execution: Execution, id: number): void {
    execution.open.delete(id);
    const index = this.timers.findIndex(
      (timer) => timer.execution === execution && timer.id === id,
    );
    if (index >= 0) this.timers.splice(index, 1);
  }

  private finish(execution: Execution, { actions, output }: Decision): void {
    if (execution.open.size > 0)
      throw new Error(`${execution.instanceId} ended while work of its own was open.`);
    const next = actions.find(({ actionType }) => actionType === ActionType.ContinueAsNew);
    if (!next) {
      this.end(execution, 'completed', output);
      return;
    }
    execution.status = 'continued';
    this.options.onEnd?.(execution);
    this.begin({ ...execution, input: next.input });
  }

  private end(
    execution: Execution,
    status: 'completed' | 'failed',
    output: unknown,
    Details: string | null = '',
  ): void {
    Object.assign(execution, { status, output });
    this.options.onEnd?.(execution);
    const { parent } = execution;
    if (!parent) return;
    const TaskScheduledId = parent.id;
    const event =
      status === 'completed'
        ? { EventType: EventType.SubOrchestrationCompleted, Result: JSON.stringify(output) }
        : { EventType: EventType.SubOrchestrationFailed, Reason: String(output), Details };
    this.ready.push(() =>
      this.complete(parent.execution, parent.id, { ...event, TaskScheduledId }),
    );
  }

  private add({ history }: Execution, event: NewEvent): void {
    const Timestamp = this.options.clock.at.toISOString();
    history.push({ EventId: -1, IsPlayed: false, Timestamp, ...event });
  }
}

type NewEvent = { readonly EventType: number; readonly [field: string]: unknown };

function eventRaised(name: string, data?: object): NewEvent {
  const Input = data ? JSON.stringify(data) : '';
  return { EventType: EventType.EventRaised, Name: name, Input };
}

function isForEntity({ actionType }: Action): boolean {
  return actionType === ActionType.CallEntity || actionType === ActionType.SignalEntity;
}

function requestId({ instanceId }: Execution, id: number): string {
  return `request-${instanceId}-${id}`;
}

/** The actions that are numbered, each with the event that confirms it. */
const confirmedBy: Readonly<Record<number, number>> = {
  [ActionType.CallActivity]: EventType.TaskScheduled,
  [ActionType.CallSubOrchestrator]: EventType.SubOrchestrationCreated,
  [ActionType.CreateTimer]: EventType.TimerCreated,
  [ActionType.CallEntity]: EventType.EventSent,
  [ActionType.SignalEntity]: EventType.EventSent,
};
