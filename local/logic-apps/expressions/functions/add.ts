import { number } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { calculate } from './support/calculate.ts';

export const add = defineFunction({
  name: 'add',
  group: 'math',
  // Azure's spelling.
  expects:
    'two numeric parameters: the first summand as the first parameter and the seccond summand as the second parameter',
  parameters: [number, number],
  example: { expression: 'add(1, 1.5)', result: 2.5 },
  evaluate: (summands, { name }) =>
    calculate(name, summands, {
      integers: (a, b) => a + b,
      doubles: (a, b) => a + b,
      decimals: (a, b) => a.add(b),
    }),
});
