import { deepEquals } from '../values/compare.ts';
import { isNumber, toDouble } from '../values/numbers.ts';
import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const equals = defineFunction({
  name: 'equals',
  group: 'logical',
  expects: 'at least two parameters: the values to compare',
  parameters: [anything, anything],
  rest: anything,
  example: { expression: 'equals(true, 1)', result: true },
  evaluate: ([expected, ...others]) =>
    others.every((value) => deepEquals(asNumber(expected, value), asNumber(value, expected))),
});

/** A boolean beside a number counts as 1 or 0, as the example of Azure's reference has it. */
const asNumber = (value: unknown, other: unknown): unknown =>
  typeof value === 'boolean' && isNumber(other) && Number.isFinite(toDouble(other))
    ? Number(value)
    : value;
