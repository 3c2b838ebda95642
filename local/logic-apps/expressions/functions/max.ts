import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { calculate } from './support/calculate.ts';
import { numbersOf } from './support/numbers-of.ts';

export const max = defineFunction({
  name: 'max',
  group: 'math',
  expects: 'an array of numbers, or a comma separated list of numbers as its parameters',
  parameters: [anything],
  rest: anything,
  example: { expression: 'max(1, 2, 3)', result: 3 },
  evaluate: (args, { name }) =>
    numbersOf(name, args).reduce((most, value) =>
      calculate(name, [most, value], {
        integers: (a, b) => (a > b ? a : b),
        doubles: Math.max,
        decimals: (a, b) => (a.compare(b) > 0 ? a : b),
      }),
    ),
});
