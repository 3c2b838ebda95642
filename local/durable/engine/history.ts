/** Numbers of Durable Task: https://github.com/Azure/durabletask/blob/main/src/DurableTask.Core/History/EventType.cs */
export const EventType = {
  ExecutionStarted: 0,
  ExecutionCompleted: 1,
  ExecutionTerminated: 3,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubOrchestrationInstanceCreated: 7,
  SubOrchestrationInstanceCompleted: 8,
  SubOrchestrationInstanceFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventSent: 14,
  EventRaised: 15,
  GenericEvent: 17,
  ExecutionSuspended: 19,
  ExecutionResumed: 20,
} as const;
type Type = typeof EventType;

/** Common to all events; -1 is the id of everything but what the orchestrator has scheduled. */
interface Base<T extends number> {
  readonly EventType: T;
  readonly EventId: number;
  readonly IsPlayed: boolean;
  readonly Timestamp: string;
}

export interface ParentInstance {
  readonly Name: string;
  readonly OrchestrationInstance: { readonly InstanceId: string; readonly ExecutionId: string };
  readonly TaskScheduleId: number;
  readonly Version: string | null;
}
export interface ExecutionStarted extends Base<Type['ExecutionStarted']> {
  readonly OrchestrationInstance: { readonly InstanceId: string; readonly ExecutionId: string };
  readonly ParentInstance: ParentInstance | null;
  readonly Name: string;
  readonly Version: string | null;
  readonly Input: string | null;
  readonly Tags: null;
  readonly Correlation: null;
  readonly ParentTraceContext: null;
  readonly ScheduledStartTime: null;
  readonly Generation: number | null;
  readonly GenerateNewTrace: false;
}
/** Only the engine's own failures have them; then they stand in the place of a result. */
export interface FailureDetails {
  readonly ErrorType: string;
  readonly ErrorMessage: string;
  readonly StackTrace: null;
  readonly InnerFailure: null;
  readonly IsNonRetriable: boolean;
  readonly Properties: null;
}
export interface ExecutionCompleted extends Base<Type['ExecutionCompleted']> {
  readonly OrchestrationStatus: string;
  readonly Result: string | null;
  readonly FailureDetails: FailureDetails | null;
}
export interface ExecutionTerminated extends Base<Type['ExecutionTerminated']> {
  readonly Input: string | null;
}
export interface TaskScheduled extends Base<Type['TaskScheduled']> {
  readonly Name: string;
  readonly Version: '';
  readonly Input: null;
  readonly ParentTraceContext: null;
  readonly Tags: null;
}
export interface TaskCompleted extends Base<Type['TaskCompleted']> {
  readonly TaskScheduledId: number;
  readonly Result: string | null;
}
export interface TaskFailed extends Base<Type['TaskFailed']> {
  readonly TaskScheduledId: number;
  readonly Reason: string;
  readonly Details: string;
  readonly FailureDetails: null;
}
export interface SubOrchestrationInstanceCreated extends Base<
  Type['SubOrchestrationInstanceCreated']
> {
  readonly Name: string;
  readonly Version: string | null;
  readonly InstanceId: string;
  readonly Input: null;
  readonly ClientSpanId: null;
  readonly Tags: null;
}
export interface SubOrchestrationInstanceCompleted extends Base<
  Type['SubOrchestrationInstanceCompleted']
> {
  readonly TaskScheduledId: number;
  readonly Result: string | null;
}
export interface SubOrchestrationInstanceFailed extends Base<
  Type['SubOrchestrationInstanceFailed']
> {
  readonly TaskScheduledId: number;
  readonly Reason: string | null;
  readonly Details: string | null;
  readonly FailureDetails: null;
}
export interface TimerCreated extends Base<Type['TimerCreated']> {
  readonly FireAt: string;
}
export interface TimerFired extends Base<Type['TimerFired']> {
  readonly TimerId: number;
  readonly FireAt: string;
}
export type OrchestratorStarted = Base<Type['OrchestratorStarted']>;
export type OrchestratorCompleted = Base<Type['OrchestratorCompleted']>;
/** A message to an entity. */
export interface EventSent extends Base<Type['EventSent']> {
  readonly InstanceId: string;
  readonly Name: string;
  readonly Input: string;
}
export interface EventRaised extends Base<Type['EventRaised']> {
  readonly Name: string;
  readonly Input: string;
  readonly ParentTraceContext: null;
}
/** What a rewind leaves in the place of a failure, and what wakes the instance after it. */
export interface GenericEvent extends Base<Type['GenericEvent']> {
  readonly Data: string | null;
}
export interface ExecutionSuspended extends Base<Type['ExecutionSuspended']> {
  readonly Reason: string;
}
export interface ExecutionResumed extends Base<Type['ExecutionResumed']> {
  readonly Reason: string;
}

/** One row of a history, with the names and in the form that the out-of-process protocol has. */
export type HistoryEvent =
  | ExecutionStarted
  | ExecutionCompleted
  | ExecutionTerminated
  | TaskScheduled
  | TaskCompleted
  | TaskFailed
  | SubOrchestrationInstanceCreated
  | SubOrchestrationInstanceCompleted
  | SubOrchestrationInstanceFailed
  | TimerCreated
  | TimerFired
  | OrchestratorStarted
  | OrchestratorCompleted
  | EventSent
  | EventRaised
  | GenericEvent
  | ExecutionSuspended
  | ExecutionResumed;

/** The common fields of an event that happens `at`. */
export function stamp(
  at: Date,
  EventId = -1,
): { EventId: number; IsPlayed: boolean; Timestamp: string } {
  return { EventId, IsPlayed: false, Timestamp: timeText(at) };
}

/** As .NET writes times: without trailing zeros in the fraction of a second. */
export function timeText(at: Date): string {
  return at.toISOString().replace(/\.?0*Z$/, 'Z');
}

const texts = new WeakMap<HistoryEvent, string>();

/** The JSON of an event, which is needed in each turn after it. */
export function eventText(event: HistoryEvent): string {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const text = JSON.stringify(event);
  texts.set(event, text);
  return text;
}

const eventTypes: ReadonlySet<unknown> = new Set(Object.values(EventType));

/** Reads events that this engine has written. */
export function parseEvents(texts: readonly string[]): HistoryEvent[] {
  const events: unknown = JSON.parse(`[${texts.join(',')}]`);
  if (!isHistory(events)) throw new Error('The history holds an event of an unknown type.');
  return events;
}

function isHistory(value: unknown): value is HistoryEvent[] {
  return (
    Array.isArray(value) &&
    value.every(
      (event: unknown) =>
        typeof event === 'object' &&
        event !== null &&
        'EventType' in event &&
        eventTypes.has(event.EventType),
    )
  );
}
