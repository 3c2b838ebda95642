import type { Clock } from '../../support/clock.ts';
import type { Graph } from '../definition/compiled.ts';
import type { Status } from '../definition/status.ts';
import type { ExpressionScope } from '../expressions/index.ts';
import type { Outside } from '../engine/outside.ts';
import type { Variables } from '../engine/variables.ts';

export interface RunError {
  readonly code: string;
  readonly message: string;
}

/** How an action ended. `inputs` are those it was really given. */
export interface ActionEnd {
  readonly status: Status;
  readonly inputs?: unknown;
  readonly outputs?: unknown;
  readonly code?: string;
  readonly error?: RunError;
}

/** One turn of a loop. */
export interface Turn {
  readonly index: number;
  /** Of a Foreach, wrapped so that null is an item. */
  readonly item?: { readonly value: unknown };
}

/** What an action sees and can do while it runs. Evaluation throws ActionFailure with Azure's words. */
export interface ActionRun {
  readonly name: string;
  readonly clock: Clock;
  readonly scope: ExpressionScope;
  readonly outside: Outside;
  readonly variables: Variables;
  /** Aborted when the run is over or the action's own time is up. */
  readonly signal: AbortSignal;
  evaluate(value: unknown, withItem?: { readonly value: unknown }): unknown;
  isTrue(condition: unknown, withItem?: { readonly value: unknown }): boolean;
  /** The same, seen from within a turn of this loop. */
  isTrueAfter(turn: Turn, condition: unknown): boolean;
  /** Whether something was read so far that the history hides. */
  hasReadSecured(): boolean;
  /** What was remembered of this action before the process was killed. */
  recall(): unknown;
  /** Survives `kill -9`. */
  remember(progress: unknown): void;
  /** Runs a branch to its end; the status is that of its leaves. */
  runGraph(graph: Graph, turn?: Turn): Promise<Status>;
  skipGraph(graph: Graph, why: (name: string) => RunError): void;
  /** Ends the whole run. */
  terminate(end: { readonly status: Status; readonly error?: RunError }): void;
}

/** Thrown by an action that fails; what it was given and got is kept. */
export class ActionFailure extends Error {
  readonly end: ActionEnd;

  constructor(error: RunError, more: Partial<ActionEnd> = {}) {
    super(error.message);
    this.name = 'ActionFailure';
    this.end = { status: 'Failed', code: error.code, error, ...more };
  }
}
