import type {
  Complete,
  CreateTimer,
  Decision,
  ScheduleActivity,
  SendEvent,
  StartSubOrchestration,
} from './decision.ts';
import { EventType, type ExecutionStarted, type HistoryEvent, stamp } from './history.ts';
import { eventMessage } from './event-message.ts';
import { newInstance, shortId } from './new-instance.ts';
import type { ActivityTask } from './ports.ts';
import type { Message, NewInstance, Timer } from './store.ts';

/** What the decisions of a turn set going; `events` are their rows of the history. */
export interface Effects {
  readonly events: HistoryEvent[];
  readonly activities: ActivityTask[];
  readonly timers: Timer[];
  readonly children: NewInstance[];
  readonly messages: Message[];
}

export const noEffects = (): Effects => ({
  events: [],
  activities: [],
  timers: [],
  children: [],
  messages: [],
});

/** Notes what one decision of an execution sets going. To continue as new is the turn's own business. */
export function addEffects(
  effects: Effects,
  decision: Decision,
  started: ExecutionStarted,
  now: Date,
): void {
  switch (decision.kind) {
    case 'scheduleActivity':
      addActivity(effects, decision, started, now);
      return;
    case 'createTimer':
      addTimer(effects, decision, started, now);
      return;
    case 'startSubOrchestration':
      addChild(effects, decision, started, now);
      return;
    case 'sendEvent':
      addEvent(effects, decision, now);
      return;
    case 'complete':
      effects.events.push({
        EventType: EventType.ExecutionCompleted,
        OrchestrationStatus: decision.status,
        Result: decision.failureDetails ? null : decision.result,
        FailureDetails: decision.failureDetails ?? null,
        ...stamp(now, decision.id),
      });
      effects.messages.push(...messageToParent(decision, started, now));
      return;
    case 'continueAsNew':
      return;
  }
}

function addActivity(
  { events, activities }: Effects,
  { id, name, input }: ScheduleActivity,
  { OrchestrationInstance: { InstanceId, ExecutionId } }: ExecutionStarted,
  now: Date,
): void {
  events.push({
    EventType: EventType.TaskScheduled,
    Name: name,
    Version: '',
    Input: null,
    ParentTraceContext: null,
    Tags: null,
    ...stamp(now, id),
  });
  const execution = { instanceId: InstanceId, executionId: ExecutionId };
  activities.push({ ...execution, taskId: id, name, input });
}

function addTimer(
  { events, timers }: Effects,
  { id, fireAt }: CreateTimer,
  { OrchestrationInstance: { InstanceId, ExecutionId } }: ExecutionStarted,
  now: Date,
): void {
  const FireAt = fireAt.toISOString();
  events.push({ EventType: EventType.TimerCreated, FireAt, ...stamp(now, id) });
  timers.push({
    instanceId: InstanceId,
    executionId: ExecutionId,
    fireAt,
    event: { EventType: EventType.TimerFired, TimerId: id, FireAt, ...stamp(now) },
  });
}

function addChild(
  { events, children }: Effects,
  decision: StartSubOrchestration,
  started: ExecutionStarted,
  now: Date,
): void {
  const { id, name, version, instanceId, input } = decision;
  events.push({
    EventType: EventType.SubOrchestrationInstanceCreated,
    Name: name,
    Version: version,
    InstanceId: instanceId,
    Input: null,
    ClientSpanId: null,
    Tags: null,
    ...stamp(now, id),
  });
  const parent = {
    Name: started.Name,
    OrchestrationInstance: started.OrchestrationInstance,
    TaskScheduleId: id,
    Version: started.Version,
  };
  const child = { instanceId, executionId: shortId(), name, version, input, generation: null };
  children.push(newInstance({ ...child, now, parent }));
}

function addEvent({ events, timers, messages }: Effects, decision: SendEvent, now: Date): void {
  const { id, instanceId, name, input, dueAt } = decision;
  events.push({
    EventType: EventType.EventSent,
    InstanceId: instanceId,
    Name: name,
    Input: input,
    ...stamp(now, id),
  });
  const message = eventMessage({ instanceId, executionId: null, name, input }, now);
  if (dueAt) timers.push({ ...message, fireAt: dueAt });
  else messages.push(message);
}

function messageToParent(
  { status, result, details }: Complete,
  { ParentInstance: parent }: ExecutionStarted,
  now: Date,
): Message[] {
  if (!parent) return [];
  const common = { TaskScheduledId: parent.TaskScheduleId, ...stamp(now) };
  const event: HistoryEvent =
    status === 'Completed'
      ? { EventType: EventType.SubOrchestrationInstanceCompleted, Result: result, ...common }
      : {
          EventType: EventType.SubOrchestrationInstanceFailed,
          Reason: result,
          Details: details,
          FailureDetails: null,
          ...common,
        };
  const { InstanceId, ExecutionId } = parent.OrchestrationInstance;
  return [{ instanceId: InstanceId, executionId: ExecutionId, event }];
}
