import type { ExpressionScope } from './scope.ts';
import { TemplateError } from './template-error.ts';

export type { ExpressionScope, OperationRecord } from './scope.ts';
export { TemplateError, type TemplateErrorCode } from './template-error.ts';

/** Something a definition says that this language refuses, and where. */
export interface TemplateProblem {
  /** As in `$.actions.Create.inputs.body.name`, below the path that was given. */
  readonly path: string;
  readonly error: TemplateError;
}

const notYet = (): never => {
  throw new TemplateError('NotImplemented', 'The expression language is being built.');
};

/**
 * The value with every template in it evaluated: strings and property names, at every depth. The input is not
 * changed. Throws only `TemplateError` (and what the scope throws).
 */
export const evaluateTemplate: (value: unknown, scope: ExpressionScope) => unknown = notYet;

/** The truth of a condition: an expression, or `{ and: [...] }` and the like at any depth. Throws as above. */
export const evaluateCondition: (condition: unknown, scope: ExpressionScope) => boolean = notYet;

/** Every template below the value that can never have a value: bad syntax, unknown or not implemented functions. */
export const checkTemplate: (value: unknown, path: string) => readonly TemplateProblem[] = notYet;
