import type { ExpressionScope } from '../scope.ts';

/** The groups of Azure's reference. */
export type FunctionGroup =
  'string' | 'collection' | 'logical' | 'conversion' | 'math' | 'workflow' | 'manipulation';

/** Evaluates one argument when it is asked for. */
export type LazyArgument = () => unknown;

/** What a function needs besides its arguments. */
export interface FunctionCall {
  /** The function, as Azure spells it. */
  readonly name: string;
  readonly scope: ExpressionScope;
}

/** One entry of the registry. */
export interface ExpressionFunction {
  readonly name: string;
  readonly group: FunctionGroup;
  readonly least: number;
  readonly most: number;
  /** Of each parameter what it takes; the last one may repeat. */
  readonly parameterTypes: readonly string[];
  readonly docs: string;
  readonly example: FunctionExample;
  readonly evaluate: (args: readonly LazyArgument[], scope: ExpressionScope) => unknown;
}

/** An expression without its `@`, and its value; a test evaluates every one of them. */
export interface FunctionExample {
  readonly expression: string;
  readonly result: unknown;
}

export const docsOf = (name: string): string =>
  `https://learn.microsoft.com/azure/logic-apps/expression-functions-reference#${name.toLowerCase()}`;
