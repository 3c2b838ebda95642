import type { z } from 'zod';
import { type Problem, problemsOf } from './problem.ts';

/** A type of action or trigger, which turns its definition into what the engine runs. */
export interface DefinedType<Compiled, Compiler> {
  readonly type: string;
  /** Undefined when the definition does not fit; the compiler has been told why. */
  compile(definition: unknown, compiler: Compiler): Compiled | undefined;
}

interface Reporting {
  readonly path: string;
  report(...problems: readonly Problem[]): void;
}

export interface TypeOptions<D, Compiled, Compiler> {
  readonly type: string;
  /** Of what is its own in a definition. */
  readonly schema: z.ZodType<D>;
  readonly compile: (definition: D, compiler: Compiler) => Compiled;
}

/** A type by the schema of its definition. */
export function defineType<D, Compiled, Compiler extends Reporting>({
  type,
  schema,
  compile,
}: TypeOptions<D, Compiled, Compiler>): DefinedType<Compiled, Compiler> {
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
