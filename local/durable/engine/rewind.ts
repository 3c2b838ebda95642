import { EventType, type GenericEvent, type HistoryEvent, stamp } from './history.ts';
import type { Instance } from './instance.ts';
import type { Message, OrchestrationStore, Rewrite } from './store.ts';

/**
 * What a rewind of a failed instance changes: failures, and the activities that failed, are taken out of its history
 * and of those of the children that failed; the deepest of them go on. Children go on under their own id.
 * https://github.com/Azure/durabletask/blob/main/src/DurableTask.AzureStorage/Tracking/AzureTableTrackingStore.cs
 */
export function rewindOf(
  store: OrchestrationStore,
  root: Instance,
  reason: string | null,
  now: Date,
): Rewrite {
  const histories: { instance: Instance; events: HistoryEvent[] }[] = [];
  const messages: Message[] = [];
  const visit = (instance: Instance): void => {
    const history = store.history(instance.instanceId);
    const children = failedChildren(history).flatMap((id) => store.instance(id) ?? []);
    const rewound: Instance = { ...instance, status: 'Pending', updatedAt: now };
    histories.push({ instance: rewound, events: withoutFailures(history) });
    if (children.length === 0) messages.push(wakeUp(instance.instanceId, reason, now));
    for (const child of children) visit(child);
  };
  visit(root);
  return { histories, messages };
}

function wakeUp(instanceId: string, Data: string | null, now: Date): Message {
  const event: GenericEvent = { Data, EventType: EventType.GenericEvent, ...stamp(now) };
  return { instanceId, executionId: null, event };
}

function failedChildren(history: readonly HistoryEvent[]): string[] {
  const failed = new Set(
    history.flatMap((event) =>
      event.EventType === EventType.SubOrchestrationInstanceFailed ? [event.TaskScheduledId] : [],
    ),
  );
  return history.flatMap((event) =>
    event.EventType === EventType.SubOrchestrationInstanceCreated && failed.has(event.EventId)
      ? [event.InstanceId]
      : [],
  );
}

/** Each row stays in its place, as one that says nothing. */
function withoutFailures(history: readonly HistoryEvent[]): HistoryEvent[] {
  const failedTasks = new Set(
    history.flatMap((event) =>
      event.EventType === EventType.TaskFailed ? [event.TaskScheduledId] : [],
    ),
  );
  return history.map((event) => (isFailure(event, failedTasks) ? emptied(event) : event));
}

function isFailure(event: HistoryEvent, failedTasks: ReadonlySet<number>): boolean {
  const { EventType: type } = event;
  if (type === EventType.ExecutionCompleted) return event.OrchestrationStatus === 'Failed';
  if (type === EventType.TaskScheduled) return failedTasks.has(event.EventId);
  return type === EventType.TaskFailed || type === EventType.SubOrchestrationInstanceFailed;
}

function emptied({ EventId, IsPlayed, Timestamp }: HistoryEvent): GenericEvent {
  return { Data: null, EventType: EventType.GenericEvent, EventId, IsPlayed, Timestamp };
}
