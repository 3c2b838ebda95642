import {
  EventType,
  type HistoryEvent,
  type SubOrchestrationInstanceCreated,
  type TaskScheduled,
} from '../engine/history.ts';
import { jsonOrText } from './status-view.ts';

/** What a status query can ask for. */
interface HistoryOptions {
  readonly showOutput: boolean;
  readonly showInput: boolean;
}
type Shown = Record<string, unknown>;

/**
 * A history as the management API shows it: types by name, what was scheduled joined with how it ended. Throws where
 * Azure does: when two events of it have the same number, after a non-deterministic run.
 * https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/ContextImplementations/DurableClient.cs
 */
export function historyView(history: readonly HistoryEvent[], options: HistoryOptions): Shown[] {
  const scheduled = scheduledEvents(history);
  const ended = new Set<HistoryEvent>();
  const shown = history.map((event) => {
    const beginning = scheduled.get(beginningOf(event));
    if (beginning) ended.add(beginning);
    return { event, view: viewOf(event, beginning, options) };
  });
  return shown.filter(({ event }) => !ended.has(event) && !isFrame(event)).map(({ view }) => view);
}

type Scheduled = TaskScheduled | SubOrchestrationInstanceCreated;

function scheduledEvents(history: readonly HistoryEvent[]): Map<string, Scheduled> {
  const scheduled = new Map<string, Scheduled>();
  for (const event of history) {
    if (
      event.EventType !== EventType.TaskScheduled &&
      event.EventType !== EventType.SubOrchestrationInstanceCreated
    )
      continue;
    const key = `${nameOf(event)}_${event.EventId}`;
    if (scheduled.has(key))
      throw new Error(`An item with the same key has already been added. Key: ${key}`);
    scheduled.set(key, event);
  }
  return scheduled;
}

/** The key of the event that an end belongs to. */
function beginningOf(event: HistoryEvent): string {
  if (!('TaskScheduledId' in event)) return '';
  const isTask =
    event.EventType === EventType.TaskCompleted || event.EventType === EventType.TaskFailed;
  const beginning = isTask ? 'TaskScheduled' : 'SubOrchestrationInstanceCreated';
  return `${beginning}_${event.TaskScheduledId}`;
}

function viewOf(
  event: HistoryEvent,
  beginning: Scheduled | undefined,
  { showOutput, showInput }: HistoryOptions,
): Shown {
  const view: Shown = { ...event, EventType: nameOf(event) };
  for (const hidden of hiddenFields[nameOf(event)] ?? []) Reflect.deleteProperty(view, hidden);
  if ('Result' in event) {
    if (showOutput) view['Result'] = jsonOrText(event.Result);
    else Reflect.deleteProperty(view, 'Result');
  }
  if (event.EventType === EventType.ExecutionStarted) view['FunctionName'] = event.Name;
  if (beginning) {
    view['ScheduledTime'] = beginning.Timestamp.replace(/Z$/, '+00:00');
    view['FunctionName'] = beginning.Name;
    view['Input'] = beginning.Input;
  }
  if (!showInput) Reflect.deleteProperty(view, 'Input');
  for (const hidden of ['EventId', 'IsPlayed']) Reflect.deleteProperty(view, hidden);
  return view;
}

const hiddenFields: Readonly<Record<string, readonly string[]>> = {
  ExecutionStarted: ['Name', 'OrchestrationInstance', 'ParentInstance', 'Version', 'Tags'],
  TaskScheduled: ['Version'],
  SubOrchestrationInstanceCreated: ['Version'],
  TaskCompleted: ['TaskScheduledId'],
  TaskFailed: ['TaskScheduledId'],
  SubOrchestrationInstanceCompleted: ['TaskScheduledId'],
  SubOrchestrationInstanceFailed: ['TaskScheduledId'],
  TimerFired: ['TimerId'],
};

/** The two events that only enclose a turn are not shown. */
function isFrame({ EventType: type }: HistoryEvent): boolean {
  return type === EventType.OrchestratorStarted || type === EventType.OrchestratorCompleted;
}

const names = new Map<number, string>(
  Object.entries(EventType).map(([name, type]) => [type, name]),
);

function nameOf({ EventType: type }: HistoryEvent): string {
  return names.get(type) ?? String(type);
}
