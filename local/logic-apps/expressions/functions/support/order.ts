import { compareNumbers } from '../../values/compare.ts';
import { toUpperInvariant } from '../../values/invariant-case.ts';
import { isNumber } from '../../values/numbers.ts';
import { typeName } from '../../values/type-name.ts';
import { invalidTemplate } from '../../template-error.ts';

/** Below 0, 0 or above 0 for two numbers, or two strings regardless of case; NaN with a NaN. Else InvalidTemplate. */
export function compareForOrder(name: string, a: unknown, b: unknown): number {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') {
    return compareOrdinal(toUpperInvariant(a), toUpperInvariant(b));
  }
  const unordered = [a, b].filter((value) => !isNumber(value) && typeof value !== 'string');
  if (unordered.length === 0) {
    throw invalidTemplate(
      `The template language function '${name}' expects two parameter of matching types. The function was invoked with values of type '${typeName(a)}' and '${typeName(b)}' that do not match.`,
    );
  }
  const types = unordered.map((value) => `'${typeName(value)}'`).join(', ');
  throw invalidTemplate(
    `The template language function '${name}' expects all of its parameters to be either integer or decimal numbers. Found invalid parameter types: ${types}.`,
  );
}

/** As above, but strings by their code units, as Json.NET sorts. */
export const sortOrder = (name: string, a: unknown, b: unknown): number =>
  typeof a === 'string' && typeof b === 'string'
    ? compareOrdinal(a, b)
    : compareForOrder(name, a, b);

const compareOrdinal = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
