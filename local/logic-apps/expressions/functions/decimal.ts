import { isNumber, toDecimal } from '../values/numbers.ts';
import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { notConvertible } from './function-errors.ts';
import { parseDecimal } from './support/parse-number.ts';

export const decimal = defineFunction({
  name: 'decimal',
  group: 'conversion',
  expects: 'one parameter: the string to convert',
  parameters: [anything],
  example: { expression: "string(decimal('1.2345678912312131'))", result: '1.2345678912312131' },
  evaluate: ([value], { name }) => {
    if (isNumber(value) || typeof value === 'string') {
      const converted = isNumber(value) ? toDecimal(value) : parseDecimal(value);
      if (converted) return converted;
    }
    throw notConvertible(name);
  },
});
