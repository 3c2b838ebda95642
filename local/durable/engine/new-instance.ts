import { randomUUID } from 'node:crypto';
import { EventType, type ExecutionStarted, type ParentInstance, stamp } from './history.ts';
import type { Instance } from './instance.ts';
import type { NewInstance } from './store.ts';

/** Ids of executions that the engine itself starts have no dashes. */
export const shortId = (): string => randomUUID().replaceAll('-', '');

/** An instance that waits for its first turn. Children, and what continues as new, have no generation. */
export function newInstance(options: {
  readonly instanceId: string;
  readonly executionId: string;
  readonly name: string;
  readonly version: string | null;
  readonly input: string | null;
  readonly now: Date;
  readonly generation: number | null;
  readonly parent?: ParentInstance;
}): NewInstance {
  const { instanceId, executionId, name, version, input, now, generation } = options;
  const start: ExecutionStarted = {
    OrchestrationInstance: { InstanceId: instanceId, ExecutionId: executionId },
    EventType: EventType.ExecutionStarted,
    ParentInstance: options.parent ?? null,
    Name: name,
    Version: version,
    Input: input,
    Tags: null,
    Correlation: null,
    ParentTraceContext: null,
    ScheduledStartTime: null,
    Generation: generation,
    GenerateNewTrace: false,
    ...stamp(now),
  };
  const instance: Instance = {
    instanceId,
    executionId,
    name,
    version,
    status: 'Pending',
    input,
    output: null,
    customStatus: null,
    createdAt: now,
    updatedAt: now,
    generation: generation ?? 0,
  };
  return { instance, start };
}
