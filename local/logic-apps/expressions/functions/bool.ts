import { isNumber, toDouble } from '../values/numbers.ts';
import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { notConvertible } from './function-errors.ts';

export const bool = defineFunction({
  name: 'bool',
  group: 'conversion',
  expects: 'one parameter: the value to convert',
  parameters: [anything],
  example: { expression: "bool('True')", result: true },
  evaluate: ([value], { name }) => {
    if (typeof value === 'boolean') return value;
    if (isNumber(value)) return toDouble(value) !== 0;
    const word = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
    if (word === 'true' || word === 'false') return word === 'true';
    throw notConvertible(name);
  },
});
