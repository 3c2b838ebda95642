import type {
  Complete,
  ContinueAsNew,
  CreateTimer,
  Decision,
  ScheduleActivity,
  SendEvent,
  StartSubOrchestration,
} from '../engine/decision.ts';
import type { EventRaised, HistoryEvent } from '../engine/history.ts';
import { Completion, type Ending } from './completion.ts';
import { ExternalEvents } from './external-events.ts';

/** The code of an orchestrator no longer does what its history says that it did. */
export class NonDeterminismError extends Error {
  constructor(message: string) {
    super(`Non-Deterministic workflow detected: ${message}`);
  }
}

type Scheduled = ScheduleActivity | StartSubOrchestration | CreateTimer;
type Unnumbered<D extends Decision> = D extends Decision ? Omit<D, 'id'> : never;

/**
 * The state of one execution while its history is fed to it: numbers what is scheduled, in order of the calls, and
 * knows what is open. Modelled on TaskOrchestrationContext:
 * https://github.com/Azure/durabletask/blob/main/src/DurableTask.Core/TaskOrchestrationContext.cs
 */
export class Orchestration {
  readonly events = new ExternalEvents();
  /** Why it is suspended; meanwhile events are put aside. */
  suspended: string | null = null;
  private readonly open = new Map<number, Completion>();
  private readonly putAside: HistoryEvent[] = [];
  private decided = new Map<number, Decision>();
  private decidedWhileRunning = new Map<number, Decision>();
  private nextId = 0;
  private isComplete = false;
  private time: string;
  private successor: { input: string | null; carriedOver: EventRaised[] } | undefined;

  constructor(time: string) {
    this.time = time;
  }

  /** Time of the turn whose events are being fed. */
  get now(): Date {
    return new Date(this.time);
  }

  /** The same as the history has it, with up to seven digits of a second. */
  get timestamp(): string {
    return this.time;
  }

  setTime(timestamp: string): void {
    this.time = timestamp;
  }

  /** What is open keeps an execution from ending: activities, sub-orchestrations and timers. */
  get hasOpenTasks(): boolean {
    return this.open.size > 0;
  }

  /** What has been decided and is not confirmed by the history. */
  get decisions(): readonly Decision[] {
    return [...this.decided.values()].sort((a, b) => a.id - b.id);
  }

  /** Numbers and notes a decision; it is open until `end` is called with its number. */
  schedule(decision: Unnumbered<Scheduled>): { readonly id: number; readonly done: Completion } {
    const id = this.nextId++;
    const done = new Completion();
    this.decided.set(id, { ...decision, id });
    this.open.set(id, done);
    return { id, done };
  }

  /** Numbers and notes a message; nothing is open for it. */
  send(message: Omit<SendEvent, 'kind' | 'id'>): void {
    const id = this.nextId++;
    this.decided.set(id, { kind: 'sendEvent', id, ...message });
  }

  /** The next number, for what has to know it before it is scheduled. */
  get upcomingId(): number {
    return this.nextId;
  }

  /** An activity, sub-orchestration or timer has ended or was cancelled; what has ended before is ignored. */
  end(id: number, ending: Ending = {}): void {
    const done = this.open.get(id);
    this.open.delete(id);
    done?.complete(ending);
  }

  decisionOf(id: number): Decision | undefined {
    return this.decided.get(id);
  }

  /** The history has the decision already. */
  confirm(id: number): void {
    this.decided.delete(id);
  }

  raise(event: EventRaised): void {
    if (this.successor) this.successor.carriedOver.push(event);
    else this.events.raise(event.Name);
  }

  continueAsNew(input: string | null): void {
    this.successor = { input, carriedOver: this.successor?.carriedOver ?? [] };
  }

  /** An end that has come before stands. A completion after `continueAsNew` starts the next execution. */
  complete(end: Omit<Complete, 'kind' | 'id'>): void {
    const id = this.nextId++;
    if (end.status === 'Completed' && this.successor) {
      const next: ContinueAsNew = { kind: 'continueAsNew', id, ...this.successor };
      this.decided.set(id, next);
    } else if (!this.isComplete) {
      this.isComplete = true;
      this.decided.set(id, { kind: 'complete', id, ...end });
    }
  }

  /** What was decided before a suspension takes effect only after it. */
  suspend(reason: string): void {
    this.suspended = reason;
    for (const [id, decision] of this.decided) this.decidedWhileRunning.set(id, decision);
    this.decided = new Map();
  }

  putAsideUntilResumed(event: HistoryEvent): void {
    this.putAside.push(event);
  }

  /** Gives the events that came meanwhile, in order. */
  resume(): HistoryEvent[] {
    this.suspended = null;
    this.decided = new Map([...this.decidedWhileRunning, ...this.decided]);
    this.decidedWhileRunning = new Map();
    return this.putAside.splice(0);
  }
}
