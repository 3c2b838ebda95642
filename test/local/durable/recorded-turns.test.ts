import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Decision } from '../../../local/durable/engine/decision.ts';
import {
  EventType,
  parseEvents,
  type HistoryEvent,
} from '../../../local/durable/engine/history.ts';
import type { DurableData } from '../../../local/durable/index.ts';
import { OutOfProcessOrchestrators } from '../../../local/durable/protocol/orchestrators.ts';
import { withShared } from '../../support/shared-material.ts';

const shared = path.join(__dirname, '../../../../shared/conformance/durable');
const folders = [path.join(shared, 'recorded'), path.join(shared, 'patterns/recorded')];

const Turn = z.object({
  function: z.string(),
  trigger: z.object({ history: z.array(z.looseObject({ EventType: z.number() })).optional() }),
  reply: z.object({
    ok: z.boolean(),
    message: z.string().optional(),
    /** Parsed, or as the worker gave it. */
    returnValue: z.unknown().optional(),
  }),
});
type Turn = z.infer<typeof Turn>;
const Recording = z.object({ turns: z.array(Turn).optional() });

withShared('conformance/durable', compareAll);

function compareAll(): void {
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => path.join(folder, file)),
  );
  const recordings = files
    .map((file) => ({ name: path.basename(file, '.json'), turns: turnsOf(file) }))
    .filter(({ turns }) => turns.length > 0);

  test.each(recordings)(
    'what Azure decided in each turn of $name is decided here',
    async ({ turns }) => {
      const followed = turns.flatMap((turn, index) => {
        const next = turns
          .slice(index + 1)
          .find((later) => executionOf(later) === executionOf(turn));
        return next ? [{ turn, next }] : [];
      });
      const ours = await Promise.all(followed.map(({ turn }) => decided(turn)));
      expect(ours).toEqual(followed.map(({ turn, next }) => scheduledBetween(turn, next)));
    },
  );
}

function turnsOf(file: string): Turn[] {
  const parsed = Recording.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return (parsed.data?.turns ?? []).filter(({ trigger }) => isOrchestration(trigger.history));
}

function isOrchestration(history: Turn['trigger']['history']): boolean {
  const known: readonly number[] = Object.values(EventType);
  return history !== undefined && history.every((event) => known.includes(event.EventType));
}

function eventsOf({ trigger }: Turn): HistoryEvent[] {
  return parseEvents((trigger.history ?? []).map((event) => JSON.stringify(event)));
}

function startOf(events: readonly HistoryEvent[]): Extract<HistoryEvent, { EventType: 0 }> {
  for (const event of events) if (event.EventType === EventType.ExecutionStarted) return event;
  throw new Error('The recording has no start.');
}

function executionOf(turn: Turn): string {
  return startOf(eventsOf(turn)).OrchestrationInstance.ExecutionId;
}

/** What we decide for the recorded history and the recorded answer of the SDK. */
async function decided(turn: Turn): Promise<string[]> {
  const events = eventsOf(turn);
  const missing = ['doesNotExist', 'noSuchOrch', 'noSuchFunction'];
  const called = [...JSON.stringify(turn.reply).matchAll(/functionName\\?":\\?"(\w+)/g)]
    .map(([, name]) => name ?? '')
    .filter((name) => !missing.includes(name));
  const orchestrators = new OutOfProcessOrchestrators(
    {
      activities: called,
      orchestrators: [turn.function, ...called],
      entities: ['counter'],
      invoke: () =>
        turn.reply.ok
          ? Promise.resolve(dataOf(turn.reply.returnValue))
          : Promise.reject(new Error(turn.reply.message)),
    },
    { defaultVersion: null, asyncHttpSleepMs: 30_000 },
  );
  const { decisions } = await orchestrators.run({
    started: startOf(events),
    past: events,
    fresh: [],
  });
  return decisions.map(describeDecision);
}

function dataOf(returnValue: unknown): DurableData {
  const wire = z.strictObject({ json: z.string() }).safeParse(returnValue);
  return wire.data ?? { json: JSON.stringify(returnValue) };
}

function describeDecision(decision: Decision): string {
  switch (decision.kind) {
    case 'scheduleActivity':
    case 'startSubOrchestration':
      return `${decision.id} ${decision.kind} ${decision.name}`;
    case 'createTimer':
      return `${decision.id} createTimer`;
    case 'sendEvent':
      return `${decision.id} sendEvent ${decision.name} ${decision.instanceId} ${withoutClock(decision.input)}`;
    case 'complete':
    case 'continueAsNew':
      return decision.kind;
  }
}

/** What the next turn's history has more than this one's, up to the end of this turn. */
function scheduledBetween(turn: Turn, next: Turn): string[] {
  const rows = eventsOf(next).slice(eventsOf(turn).length);
  const end = rows.findIndex(({ EventType: type }) => type === EventType.OrchestratorStarted);
  return rows.slice(0, end).flatMap((event) => {
    if (event.EventType === EventType.TaskScheduled)
      return [`${event.EventId} scheduleActivity ${event.Name}`];
    if (event.EventType === EventType.SubOrchestrationInstanceCreated)
      return [`${event.EventId} startSubOrchestration ${event.Name}`];
    if (event.EventType === EventType.EventSent)
      return [
        `${event.EventId} sendEvent ${event.Name} ${event.InstanceId} ${withoutClock(event.Input)}`,
      ];
    // A rewind has made this of the failure that it took away.
    if (event.EventType === EventType.GenericEvent) return event.EventId > 0 ? ['complete'] : [];
    return event.EventType === EventType.TimerCreated ? [`${event.EventId} createTimer`] : [];
  });
}

/** A message says, too, when it was really sent: no replay comes to that time again. */
function withoutClock(message: string): string {
  return message.replace(/"requestTime":"[^"]+"/, '"requestTime":"<now>"');
}
