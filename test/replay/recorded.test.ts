import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { EventType, type HistoryEvent } from '../support/history.ts';
import { decide } from '../support/play.ts';
import { registerOrchestrators } from '../support/register.ts';
import { asRecorded, record } from './record.ts';

const folder = path.join(__dirname, 'histories');

const Host = z.object({
  extensions: z.object({ durableTask: z.object({ defaultVersion: z.string() }) }),
});

function currentVersion(): string {
  const text = readFileSync(path.join(__dirname, '../../host.json'), 'utf8');
  return Host.parse(JSON.parse(text)).extensions.durableTask.defaultVersion;
}

/** One execution as an earlier version of the app ran it: what it was told, and all that it decided in the end. */
const Recorded = z.object({
  name: z.string(),
  instanceId: z.string(),
  input: z.unknown(),
  version: z.string(),
  history: z.array(
    z.looseObject({
      EventType: z.int(),
      EventId: z.int(),
      Timestamp: z.string(),
      IsPlayed: z.boolean(),
    }),
  ),
  decision: z.object({
    isDone: z.boolean(),
    actions: z.array(z.looseObject({ actionType: z.int() })),
    output: z.unknown().optional(),
  }),
});

const recordings = readdirSync(folder).flatMap((file) =>
  readFileSync(path.join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => ({ file, ...Recorded.parse(JSON.parse(line)) })),
);

beforeAll(async () => {
  registerOrchestrators();
  // What is recorded now is replayed from the next run on.
  if (process.env['UPDATE'] === '1') await record(folder, currentVersion());
});

/** Runs in flight survive an upgrade: whoever changes an orchestrator sees here whom it would break. */
describe('a history that an earlier version of the app wrote', () => {
  test.each(recordings)('$file: $name $instanceId goes on as it began', async (recorded) => {
    const { name, input, history, decision } = recorded;
    const { actions, isDone, output } = await decide(name, input, history);
    expect({ actions: actions.map(asRecorded), isDone, output }).toEqual(decision);
  });

  test.each(recordings)('$file: $name $instanceId, at every moment of it', async (recorded) => {
    const { name, input, history, decision } = recorded;
    for (const length of endsOfTurns(history)) {
      const { actions } = await decide(name, input, history.slice(0, length));
      expect(decision.actions.slice(0, actions.length)).toEqual(actions.map(asRecorded));
    }
  });
});

function endsOfTurns(history: readonly HistoryEvent[]): number[] {
  return history.flatMap((event, index) =>
    event.EventType === EventType.OrchestratorCompleted ? [index] : [],
  );
}
