import { EventType, type ExecutionStarted, type HistoryEvent } from '../engine/history.ts';
import type { Orchestration } from './orchestration.ts';
import { eventSent } from './rules/event-sent.ts';
import { executionTerminated } from './rules/execution-terminated.ts';
import { subOrchestrationCreated } from './rules/sub-orchestration-created.ts';
import { taskScheduled } from './rules/task-scheduled.ts';
import { timerCreated } from './rules/timer-created.ts';

/** Feeds one event of the history; `start` begins the orchestrator when its start is reached. */
export function feed(
  orchestration: Orchestration,
  event: HistoryEvent,
  start: (event: ExecutionStarted) => void,
): void {
  if (event.EventType === EventType.OrchestratorStarted) {
    orchestration.setTime(event.Timestamp);
    return;
  }
  if (orchestration.suspended !== null && !endsSuspension(event)) {
    if (event.EventType !== EventType.ExecutionSuspended) orchestration.putAsideUntilResumed(event);
    return;
  }
  apply(orchestration, event, start);
}

function endsSuspension({ EventType: type }: HistoryEvent): boolean {
  return type === EventType.ExecutionResumed || type === EventType.ExecutionTerminated;
}

function apply(
  orchestration: Orchestration,
  event: HistoryEvent,
  start: (event: ExecutionStarted) => void,
): void {
  switch (event.EventType) {
    case EventType.ExecutionStarted:
      start(event);
      return;
    case EventType.TaskScheduled:
      taskScheduled(orchestration, event);
      return;
    case EventType.SubOrchestrationInstanceCreated:
      subOrchestrationCreated(orchestration, event);
      return;
    case EventType.TimerCreated:
      timerCreated(orchestration, event);
      return;
    case EventType.TaskCompleted:
    case EventType.SubOrchestrationInstanceCompleted:
      orchestration.end(event.TaskScheduledId, { result: event.Result });
      return;
    case EventType.TaskFailed:
    case EventType.SubOrchestrationInstanceFailed:
      orchestration.end(event.TaskScheduledId, { failed: true });
      return;
    case EventType.TimerFired:
      orchestration.end(event.TimerId);
      return;
    case EventType.EventRaised:
      orchestration.raise(event);
      return;
    case EventType.ExecutionTerminated:
      executionTerminated(orchestration, event);
      return;
    case EventType.ExecutionSuspended:
      orchestration.suspend(event.Reason);
      return;
    case EventType.ExecutionResumed:
      for (const missed of orchestration.resume()) apply(orchestration, missed, start);
      return;
    case EventType.EventSent:
      eventSent(orchestration, event);
      return;
    case EventType.OrchestratorStarted:
    case EventType.OrchestratorCompleted:
    case EventType.ExecutionCompleted:
    case EventType.GenericEvent:
      return;
  }
}
