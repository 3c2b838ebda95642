import { number } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { calculate } from './support/calculate.ts';

export const mul = defineFunction({
  name: 'mul',
  group: 'math',
  expects:
    'two numeric parameters: the first multiplicand as the first parameter and the second multiplicand as the second parameter',
  parameters: [number, number],
  example: { expression: 'mul(1.5, 2)', result: 3 },
  evaluate: (factors, { name }) =>
    calculate(name, factors, {
      integers: (a, b) => a * b,
      doubles: (a, b) => a * b,
      decimals: (a, b) => a.multiply(b),
    }),
});
