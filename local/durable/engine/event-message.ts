import { EventType, stamp } from './history.ts';
import type { Message } from './store.ts';

/** An event for an instance, as clients, orchestrations and entities raise them. */
export function eventMessage(
  event: {
    readonly instanceId: string;
    /** For that execution alone; null is for any. */
    readonly executionId: string | null;
    readonly name: string;
    /** JSON. */
    readonly input: string;
  },
  now: Date,
): Message {
  return {
    instanceId: event.instanceId,
    executionId: event.executionId,
    event: {
      EventType: EventType.EventRaised,
      Name: event.name,
      Input: event.input,
      ParentTraceContext: null,
      ...stamp(now),
    },
  };
}
