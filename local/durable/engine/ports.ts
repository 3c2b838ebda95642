import type { Decision } from './decision.ts';
import type { ExecutionStarted, HistoryEvent } from './history.ts';

/** One turn of an orchestrator: its whole history and, at the end of it, the events that are new. */
export interface Turn {
  readonly started: ExecutionStarted;
  readonly past: readonly HistoryEvent[];
  readonly fresh: readonly HistoryEvent[];
}

export interface TurnResult {
  readonly decisions: readonly Decision[];
  /** JSON; null when none is set. */
  readonly customStatus: string | null;
  /** The reason given, while the orchestration is suspended. */
  readonly suspended: string | null;
  /** Why it can never go on, when that is so. */
  readonly stalled?: string;
}

/** Runs orchestrators; the engine knows nothing of how. */
export interface OrchestratorExecutor {
  run(turn: Turn): Promise<TurnResult>;
}

export interface ActivityTask {
  readonly instanceId: string;
  readonly executionId: string;
  readonly taskId: number;
  readonly name: string;
  readonly input: string | null;
}
export type ActivityOutcome =
  | { readonly ok: true; readonly result: string | null }
  | { readonly ok: false; readonly reason: string; readonly details: string };

/** Runs activities. Never rejects. */
export interface ActivityExecutor {
  run(task: ActivityTask): Promise<ActivityOutcome>;
}
