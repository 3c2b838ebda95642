import type { z } from 'zod';
import type { ActionBody, Graph } from '../definition/compiled.ts';
import type { Connectors } from '../connectors/connectors.ts';
import { type Problem, problemsOf } from '../definition/problem.ts';

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

export interface ActionType {
  readonly type: string;
  /** `definition` is without what all actions have; undefined when it does not fit. */
  compile(definition: unknown, compiler: ActionCompiler): ActionBody | undefined;
}

/** A type of action by the schema of what is its own in a definition. */
export function defineAction<D>(options: {
  readonly type: string;
  readonly schema: z.ZodType<D>;
  readonly compile: (definition: D, compiler: ActionCompiler) => ActionBody;
}): ActionType {
  const { type, schema, compile } = options;
  return {
    type,
    compile: (definition, compiler) => {
      const parsed = schema.safeParse(definition);
      if (parsed.success) return compile(parsed.data, compiler);
      compiler.report(...problemsOf(parsed.error, compiler.path));
      return undefined;
    },
  };
}
