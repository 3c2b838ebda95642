import { isInteger, isNumber } from '../values/numbers.ts';
import { toText } from '../values/to-text.ts';
import { anything, text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { notConvertible } from './function-errors.ts';
import { doubleToInt64, parseDouble } from './support/parse-number.ts';

/** Azure reads the text as a double first: digits beyond 2^53 are rounded, and `1.0` is 1. */
export const int = defineFunction({
  name: 'int',
  group: 'conversion',
  expects: 'one parameter: the string to convert, and at most its locale as the second',
  parameters: [anything],
  optional: [text],
  example: { expression: "int('10')", result: 10 },
  evaluate: ([value, locale = ''], { name }) => {
    if (isInteger(value)) return value;
    if (typeof value === 'boolean') return Number(value);
    if (!isNumber(value) && typeof value !== 'string') throw notConvertible(name);
    const parsed = parseDouble(toText(value), { locale, trailingSign: false });
    const integer = parsed === undefined ? undefined : doubleToInt64(parsed);
    if (integer === undefined) throw notConvertible(name);
    return integer;
  },
});
