import type { ArgumentType } from './argument-types.ts';
import {
  docsOf,
  type ExpressionFunction,
  type FunctionCall,
  type FunctionExample,
  type FunctionGroup,
  type LazyArgument,
} from './expression-function.ts';
import { wrongCount, wrongType } from './function-errors.ts';

type Types = readonly ArgumentType<unknown>[];
type ValuesOf<T extends Types> = {
  -readonly [K in keyof T]: T[K] extends ArgumentType<infer V> ? V : never;
};
type Rest<R> = [R] extends [never] ? [] : R[];
type Values<A extends Types, O extends Types, R> = [
  ...ValuesOf<A>,
  ...Partial<ValuesOf<O>>,
  ...Rest<R>,
];

interface Described {
  readonly name: string;
  readonly group: FunctionGroup;
  /** What the function expects, for the error when the number is wrong; empty where it takes nothing. */
  readonly expects: string;
  readonly example: FunctionExample;
}

interface FunctionOptions<A extends Types, O extends Types, R> extends Described {
  readonly parameters: A;
  readonly optional?: O;
  /** The type of any number of further arguments. */
  readonly rest?: ArgumentType<R>;
  readonly evaluate: (args: Values<A, O, R>, call: FunctionCall) => unknown;
}

interface LazyFunctionOptions extends Described {
  readonly least: number;
  readonly most: number;
  readonly parameterTypes: readonly string[];
  readonly evaluate: (args: readonly LazyArgument[], call: FunctionCall) => unknown;
}

/** A function whose arguments are all evaluated and checked, in Azure's words, before it is called. */
export function defineFunction<
  const A extends Types,
  const O extends Types = readonly [],
  R = never,
>(options: FunctionOptions<A, O, R>): ExpressionFunction {
  const { parameters, optional = [], rest, evaluate, ...described } = options;
  const types: Types = [...parameters, ...optional];
  const only = types.length === 1 && !rest;
  const typeAt = (index: number): ArgumentType<unknown> | undefined => types[index] ?? rest;

  function fit(values: unknown[]): values is Values<A, O, R> {
    for (const [index, value] of values.entries()) {
      const type = typeAt(index);
      if (type && !type.accepts(value)) {
        throw wrongType({ name: options.name, type, index, only, value });
      }
    }
    return true;
  }

  return defineLazyFunction({
    ...described,
    least: parameters.length,
    most: rest ? Infinity : types.length,
    parameterTypes: [...types, ...(rest ? [rest] : [])].map(({ words }) => words),
    evaluate: (args, call) => {
      const values = args.map((evaluateArgument) => evaluateArgument());
      return fit(values) ? evaluate(values, call) : undefined;
    },
  });
}

/** A function that decides itself which of its arguments are evaluated. */
export function defineLazyFunction(options: LazyFunctionOptions): ExpressionFunction {
  const { expects, evaluate, ...described } = options;
  const { name, least, most } = described;
  return {
    ...described,
    docs: docsOf(name),
    evaluate: (args, scope) => {
      if (args.length < least || args.length > most) throw wrongCount(name, expects, args.length);
      return evaluate(args, { name, scope });
    },
  };
}
