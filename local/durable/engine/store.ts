import type { ExecutionStarted, HistoryEvent } from './history.ts';
import type { Instance, InstanceFilter } from './instance.ts';
import type { ActivityTask } from './ports.ts';

/** Something that has happened to an instance; with an `executionId` it is only for that execution. */
export interface Message {
  readonly instanceId: string;
  readonly executionId: string | null;
  readonly event: HistoryEvent;
}
export interface QueuedMessage extends Message {
  readonly sequence: number;
}

/** A message that arrives when its time has come. Without an `executionId` it outlives what has set it. */
export interface Timer extends Message {
  readonly fireAt: Date;
}

/** What one turn changes: all of it is kept, or nothing. */
export interface TurnCommit {
  readonly instance: Instance;
  /** Replaces the history instead of adding to it, and drops the timers of former executions. */
  readonly replacesHistory: boolean;
  readonly events: readonly HistoryEvent[];
  readonly consumed: readonly QueuedMessage[];
  readonly activities: readonly ActivityTask[];
  readonly timers: readonly Timer[];
  readonly children: readonly NewInstance[];
  readonly messages: readonly Message[];
}

export interface NewInstance {
  readonly instance: Instance;
  readonly start: ExecutionStarted;
}

/** Histories that are written anew, and messages to go on with them. */
export interface Rewrite {
  readonly histories: readonly {
    readonly instance: Instance;
    readonly events: readonly HistoryEvent[];
  }[];
  readonly messages: readonly Message[];
}

/**
 * Where the engine keeps everything. Each method is one transaction: what it was told is there after a `kill -9`
 * once the method has returned.
 */
export interface OrchestrationStore {
  instance(instanceId: string): Instance | undefined;
  /** In order of their ids; a negative limit is none. */
  instances(filter: InstanceFilter, limit: number): Instance[];
  history(instanceId: string): HistoryEvent[];
  inbox(instanceId: string): QueuedMessage[];
  /** Replaces an instance of that id with everything it had. */
  create(start: NewInstance): void;
  send(message: Message): void;
  commitTurn(commit: TurnCommit): void;
  rewrite(change: Rewrite): void;
  discard(messages: readonly QueuedMessage[]): void;
  /** Takes the activities off the list and tells the executions that wait for them. */
  completeActivities(completions: readonly { task: ActivityTask; event: HistoryEvent }[]): void;
  nextTimer(): Date | undefined;
  /** Turns the timers that are due into messages; gives the instances they are for. */
  fireTimers(now: Date): string[];
  purge(instanceIds: readonly string[]): number;
  /** What a start finds: instances with messages, and activities that have not been completed. */
  unfinished(): { readonly instanceIds: string[]; readonly activities: ActivityTask[] };
  close(): void;
}
