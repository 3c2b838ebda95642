import { number } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { calculate } from './support/calculate.ts';

export const sub = defineFunction({
  name: 'sub',
  group: 'math',
  expects:
    'two numeric parameters: the minuend as the first parameter and the subtrahend as the second parameter',
  parameters: [number, number],
  example: { expression: 'sub(10.3, 0.3)', result: 10 },
  evaluate: (operands, { name }) =>
    calculate(name, operands, {
      integers: (a, b) => a - b,
      doubles: (a, b) => a - b,
      decimals: (a, b) => a.subtract(b),
    }),
});
