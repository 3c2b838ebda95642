import type { Secured } from '../definition/common.ts';
import { type DefinedType, defineType, type TypeOptions } from '../definition/define-type.ts';
import type { Problem } from '../definition/problem.ts';
import type { Connectors } from '../connectors/connectors.ts';
import type { Reply } from '../connectors/connector.ts';
import type { ExpressionScope } from '../expressions/index.ts';

export interface TriggerPoll {
  readonly inputs: unknown;
  readonly reply: Reply;
  /** What each run gets as the trigger's body; none when nothing was found. */
  readonly bodies: readonly unknown[];
  readonly state: unknown;
  readonly hasMore: boolean;
}

/** A trigger that asks now and then whether there is something to do. */
export interface Trigger {
  readonly name: string;
  readonly everyMs: number;
  readonly secured: Secured;
  /** Runs at the same time; undefined: as many as there are. */
  readonly mostRuns: number | undefined;
  /** Runs that may wait beside those. */
  readonly mostWaiting: number;
  /** `scopeOf` gives what expressions see once there are outputs. */
  poll(options: {
    readonly scopeOf: (outputs: unknown) => ExpressionScope;
    readonly state: unknown;
    readonly room: number;
    readonly signal: AbortSignal;
  }): Promise<TriggerPoll>;
}

export interface TriggerCompiler {
  readonly name: string;
  readonly path: string;
  readonly connectors: Connectors;
  report(...problems: readonly Problem[]): void;
  problem(message: string, ...at: readonly PropertyKey[]): void;
  templates(value: unknown, ...at: readonly PropertyKey[]): void;
}

export type TriggerType = DefinedType<Trigger, TriggerCompiler>;

/** A type of trigger. */
export function defineTrigger<D>(options: TypeOptions<D, Trigger, TriggerCompiler>): TriggerType {
  return defineType(options);
}
