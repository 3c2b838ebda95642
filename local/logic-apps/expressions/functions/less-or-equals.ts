import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { compareForOrder } from './support/order.ts';

export const lessOrEquals = defineFunction({
  name: 'lessOrEquals',
  group: 'logical',
  expects: 'two parameters of matching types: the values to compare',
  parameters: [anything, anything],
  example: { expression: 'lessOrEquals(10, 10)', result: true },
  evaluate: ([a, b], { name }) => compareForOrder(name, a, b) <= 0,
});
