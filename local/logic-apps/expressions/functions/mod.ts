import { number } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { calculate, refuseZero } from './support/calculate.ts';

export const mod = defineFunction({
  name: 'mod',
  group: 'math',
  expects:
    'two numeric parameters: the dividend as the first parameter and the divisor as the second parameter',
  parameters: [number, number],
  example: { expression: 'mod(-5, 2)', result: -1 },
  evaluate: (operands, { name }) => {
    refuseZero(name, operands[1]);
    return calculate(name, operands, {
      integers: (a, b) => a % b,
      doubles: (a, b) => a % b,
      decimals: (a, b) => a.remainder(b),
    });
  },
});
