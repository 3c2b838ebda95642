import type { ExecutionStarted } from '../../engine/history.ts';
import type { Orchestration } from '../../replay/orchestration.ts';

/** What carrying out an action needs to know. */
export interface Scope {
  readonly orchestration: Orchestration;
  readonly started: ExecutionStarted;
  /** Version of children that are started without one. */
  readonly defaultVersion: string | null;
  readonly hasActivity: (name: string) => boolean;
  readonly hasOrchestrator: (name: string) => boolean;
  /** Tells why the orchestration will wait for ever. */
  readonly stall: (reason: string) => void;
}
