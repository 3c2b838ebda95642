import { Float, float, isNumber } from '../values/numbers.ts';
import { toText } from '../values/to-text.ts';
import { anything, text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { notConvertible } from './function-errors.ts';
import { parseDouble } from './support/parse-number.ts';

export const floatFunction = defineFunction({
  name: 'float',
  group: 'conversion',
  expects: 'one parameter: the string to convert, and at most its locale as the second',
  parameters: [anything],
  optional: [text],
  example: { expression: "float('10,000.333')", result: 10_000.333 },
  evaluate: ([value, locale], { name }) => {
    if (value instanceof Float) return value;
    if (!isNumber(value) && typeof value !== 'string') throw notConvertible(name);
    const digits = toText(value);
    // Azure takes "Infinity" from a text only with a locale.
    const isInfinite = /infinity$/i.test(digits.trim()) && typeof value === 'string';
    const parsed = parseDouble(digits, { locale: locale ?? '' });
    if (parsed === undefined || (isInfinite && locale === undefined)) throw notConvertible(name);
    return float(parsed);
  },
});
