import { invalidTemplate, TemplateError } from '../template-error.ts';
import type { ExpressionFunction } from './expression-function.ts';
import { isNotImplemented } from './not-implemented.ts';
import { functions } from './registry.ts';

const byName = new Map(functions.map((entry) => [entry.name.toLowerCase(), entry]));

/** Whether Azure has a function of that name, be it here or not. */
export const isFunctionOfAzure = (name: string): boolean =>
  byName.has(name.toLowerCase()) || isNotImplemented(name);

/**
 * A function by its name in any case. Throws NotImplemented for a function of Azure that is not here, and
 * InvalidTemplate for what is none.
 */
export function findFunction(name: string): ExpressionFunction {
  const found = byName.get(name.toLowerCase());
  if (found) return found;
  if (isNotImplemented(name)) {
    throw new TemplateError(
      'NotImplemented',
      `The template function '${name}' is not implemented by this runner.`,
    );
  }
  throw invalidTemplate(`The template function '${name}' is not defined or not valid.`);
}
