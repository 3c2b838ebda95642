import type { SQLOutputValue } from 'node:sqlite';
import { type Instance, type RuntimeStatus, runtimeStatuses } from '../engine/instance.ts';
import { parseEvents } from '../engine/history.ts';
import type { ActivityTask } from '../engine/ports.ts';
import type { QueuedMessage } from '../engine/store.ts';

type Row = Record<string, SQLOutputValue>;

export function instanceOf(row: Row): Instance {
  return {
    instanceId: text(row, 'instanceId'),
    executionId: text(row, 'executionId'),
    name: text(row, 'name'),
    version: textOrNull(row, 'version'),
    status: statusOf(text(row, 'status')),
    input: textOrNull(row, 'input'),
    output: textOrNull(row, 'output'),
    customStatus: textOrNull(row, 'customStatus'),
    createdAt: new Date(Number(row['createdAt'])),
    updatedAt: new Date(Number(row['updatedAt'])),
    generation: Number(row['generation']),
  };
}

export function messagesOf(rows: readonly Row[]): QueuedMessage[] {
  const events = parseEvents(rows.map((row) => text(row, 'event')));
  return rows.flatMap((row, index) => {
    const event = events[index];
    return event
      ? [
          {
            sequence: Number(row['sequence']),
            instanceId: text(row, 'instanceId'),
            executionId: textOrNull(row, 'executionId'),
            event,
          },
        ]
      : [];
  });
}

export function activityOf(row: Row): ActivityTask {
  return {
    instanceId: text(row, 'instanceId'),
    executionId: text(row, 'executionId'),
    taskId: Number(row['taskId']),
    name: text(row, 'name'),
    input: textOrNull(row, 'input'),
  };
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new Error(`The database holds no text in ${column}.`);
  return value;
}

function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

function statusOf(value: string): RuntimeStatus {
  const status = runtimeStatuses.find((known) => known === value);
  if (!status) throw new Error(`The database holds the unknown status ${value}.`);
  return status;
}
