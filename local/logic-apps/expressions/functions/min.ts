import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { calculate } from './support/calculate.ts';
import { numbersOf } from './support/numbers-of.ts';

export const min = defineFunction({
  name: 'min',
  group: 'math',
  expects: 'an array of numbers, or a comma separated list of numbers as its parameters',
  parameters: [anything],
  rest: anything,
  example: { expression: 'min(createArray(1, 2, 3))', result: 1 },
  evaluate: (args, { name }) =>
    numbersOf(name, args).reduce((least, value) =>
      calculate(name, [least, value], {
        integers: (a, b) => (a < b ? a : b),
        doubles: Math.min,
        decimals: (a, b) => (a.compare(b) < 0 ? a : b),
      }),
    ),
});
