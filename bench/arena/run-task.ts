import { ClientProcess } from '../pattern-clients/client-process.ts';
import {
  type PatternClient,
  type PatternTask,
  TaskFailed,
} from '../pattern-clients/pattern-client.ts';
import { refusalOf } from '../pattern-clients/refusal.ts';
import { type Arena, location } from './arena.ts';

/** One task as it went, in milliseconds of the clock; what did not come about is absent. */
export interface TaskRun {
  readonly seconds: number;
  /** What the name of its container group begins with. */
  readonly id: string;
  readonly submittedAt: number;
  readonly containerStartedAt?: number | undefined;
  readonly containerEndedAt?: number | undefined;
  /** When the client had learned that the container has ended. */
  readonly noticedAt?: number | undefined;
  /** When it was done with the task, the delete being accepted. */
  readonly doneAt?: number | undefined;
}

const image = 'durable-aci/sentiment:latest';
const resources = { requests: { cpu: 1, memoryInGB: 1 } };

/** A task for a pattern client: a group of one container. */
export function patternTask(
  { containers }: Arena,
  name: string,
  seconds: number,
  noticed: () => void = () => undefined,
): PatternTask {
  const program = containers.program(name, seconds, name);
  const container = { name: 'main', image, resources, ...program };
  const group = { location, osType: 'Linux', restartPolicy: 'Never', containers: [container] };
  return { name, group, noticed };
}

/** Runs a task by a pattern client, from its start to its end. */
export async function runByPattern(
  arena: Arena,
  client: PatternClient,
  name: string,
  seconds: number,
): Promise<TaskRun> {
  const { clock, containers, arm } = arena;
  const submittedAt = clock.now().getTime();
  let noticedAt: number | undefined;
  const task = patternTask(arena, name, seconds, () => {
    noticedAt = clock.now().getTime();
  });
  let doneAt: number | undefined;
  try {
    await client.run(new ClientProcess(clock), arm, task);
    doneAt = clock.now().getTime();
  } catch (error) {
    if (!isFailure(error)) throw error;
  }
  const run = containers.runs.get(name);
  return {
    ...{ seconds, id: name, submittedAt, noticedAt, doneAt },
    containerStartedAt: run?.startedAt,
    containerEndedAt: run?.endedAt,
  };
}

/** A task that its client gives up, be it for what ARM has answered. */
export function isFailure(error: unknown): boolean {
  return error instanceof TaskFailed || refusalOf(error) !== undefined;
}
