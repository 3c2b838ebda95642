import type { ExecutionStarted } from '../../engine/history.ts';
import type { Orchestration } from '../../replay/orchestration.ts';
import type { EntityMessenger } from '../entity-messenger.ts';

/** What carrying out an action needs to know. */
export interface Scope {
  readonly orchestration: Orchestration;
  readonly started: ExecutionStarted;
  /** Version of children that are started without one. */
  readonly defaultVersion: string | null;
  readonly hasActivity: (name: string) => boolean;
  readonly hasOrchestrator: (name: string) => boolean;
  readonly hasEntity: (name: string) => boolean;
  /** The words of an error about an entity that the app does not have. */
  readonly noSuchEntity: (name: string) => string;
  readonly entities: EntityMessenger;
  /** How long to wait after a 202 that does not say. */
  readonly asyncHttpSleepMs: number;
  /** Tells why the orchestration will wait for ever. */
  readonly stall: (reason: string) => void;
}
