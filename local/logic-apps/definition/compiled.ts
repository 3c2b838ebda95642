import type { ActionEnd, ActionRun } from '../actions/action-run.ts';
import type { Secured } from './common.ts';
import type { Status } from './status.ts';

/** Actions side by side, in the order that their `runAfter` makes. */
export interface Graph {
  readonly actions: ReadonlyMap<string, Action>;
}

/** An action that can be run. */
export interface Action extends ActionBody {
  readonly name: string;
  readonly type: string;
  readonly path: string;
  readonly runAfter: Readonly<Record<string, readonly Status[]>>;
  readonly trackedProperties: unknown;
  /** The loops around it, outermost first. */
  readonly loops: readonly string[];
}

/** What the type of an action makes of its definition. */
export interface ActionBody {
  /** The graphs inside: a scope's actions, an If's two branches. */
  readonly branches?: readonly Graph[];
  readonly loop?: 'Foreach' | 'Until';
  readonly secured?: Secured;
  /** It hands on what it reads: what it makes of secured outputs is secured too. */
  readonly passesOn?: boolean;
  /** `limit.timeout` in milliseconds. */
  readonly timeoutMs?: number | undefined;
  run(run: ActionRun): Promise<ActionEnd>;
}
