import type { ActionBody, Graph } from '../definition/compiled.ts';
import type { Connectors } from '../connectors/connectors.ts';
import { type DefinedType, defineType, type TypeOptions } from '../definition/define-type.ts';
import type { Problem } from '../definition/problem.ts';

/** What the type of an action can ask while its definition is read. Problems are collected, not thrown. */
export interface ActionCompiler {
  readonly name: string;
  readonly path: string;
  readonly connectors: Connectors;
  /** The loops around the action, outermost first. */
  readonly loops: readonly string[];
  /** Whether it stands at the top, in no other action. */
  readonly isTopLevel: boolean;
  report(...problems: readonly Problem[]): void;
  problem(message: string, ...at: readonly PropertyKey[]): void;
  templates(value: unknown, ...at: readonly PropertyKey[]): void;
  condition(value: unknown, ...at: readonly PropertyKey[]): void;
  graph(
    actions: Readonly<Record<string, unknown>>,
    options: { readonly at: readonly PropertyKey[]; readonly isLoop?: boolean },
  ): Graph;
}

export type ActionType = DefinedType<ActionBody, ActionCompiler>;

/** A type of action; its definition comes without what all actions have. */
export function defineAction<D>(options: TypeOptions<D, ActionBody, ActionCompiler>): ActionType {
  return defineType(options);
}
