import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { compareForOrder } from './support/order.ts';

export const greaterOrEquals = defineFunction({
  name: 'greaterOrEquals',
  group: 'logical',
  expects: 'two parameters of matching types: the values to compare',
  parameters: [anything, anything],
  example: { expression: "greaterOrEquals('apple', 'banana')", result: false },
  evaluate: ([a, b], { name }) => compareForOrder(name, a, b) >= 0,
});
