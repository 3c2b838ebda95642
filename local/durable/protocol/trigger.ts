import { eventText } from '../engine/history.ts';
import type { Turn } from '../engine/ports.ts';

/** .NET TimeSpans: a longer timer is made of shorter ones, one after another. */
export const longTimers = {
  intervalMs: 3 * 24 * 60 * 60 * 1000,
  intervalText: '3.00:00:00',
  longestMs: 6 * 24 * 60 * 60 * 1000,
  longestText: '6.00:00:00',
};

/** The value that an orchestration trigger is given, as JSON: version 3 of the out-of-process protocol. */
export function triggerValue({ started, past, fresh }: Turn, asyncHttpSleepMs: number): string {
  const history = [...past, ...fresh].map(eventText).join(',');
  const rest = JSON.stringify({
    input: parsed(started.Input),
    instanceId: started.OrchestrationInstance.InstanceId,
    isReplaying: started.IsPlayed,
    parentInstanceId: started.ParentInstance?.OrchestrationInstance.InstanceId ?? null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: longTimers.intervalText,
    maximumShortTimerDuration: longTimers.longestText,
    // Misspelt in the protocol.
    defaultHttpAsyncRequestSleepTimeMillseconds: asyncHttpSleepMs,
  });
  return `{"history":[${history}],${rest.slice(1)}`;
}

function parsed(input: string | null): unknown {
  return input === null ? null : JSON.parse(input);
}
