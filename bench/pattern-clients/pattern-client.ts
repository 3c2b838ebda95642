import type {
  ContainerGroup,
  ContainerInstanceManagementClient,
} from '@azure/arm-containerinstance';
import type { ClientProcess } from './client-process.ts';

/** A container group that somebody wants to be run, seen to its end and deleted. */
export interface PatternTask {
  readonly name: string;
  readonly group: ContainerGroup;
  /** What the client has kept where a kill of its process does no harm, such as in a database. */
  saved?: string;
  /** Called by the client when it has learned that the container has ended. */
  readonly noticed: () => void;
}

export interface Arm {
  readonly client: ContainerInstanceManagementClient;
  readonly resourceGroup: string;
}

/**
 * The call pattern of a program that runs containers on ACI: what it asks ARM for, how often, and when it deletes. Only
 * that: no line of it is the program's own, and nothing else of the program is there.
 */
export interface PatternClient {
  readonly name: string;
  /** One task from its start, or from what was `saved`, to its end. Throws when the client would call the task failed. */
  run(process: ClientProcess, arm: Arm, task: PatternTask): Promise<void>;
  /** How long after a kill another process takes up the task; undefined: nobody does. */
  takenUpAfterSeconds(task: PatternTask): number | undefined;
}

/** The client's own word for a task that did not go well. */
export class TaskFailed extends Error {
  override readonly name = 'TaskFailed';
}
