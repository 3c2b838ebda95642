import { number } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { calculate, refuseZero } from './support/calculate.ts';

export const div = defineFunction({
  name: 'div',
  group: 'math',
  expects:
    'two numeric parameters: the dividend as the first parameter and the divisor as the second parameter',
  parameters: [number, number],
  example: { expression: 'createArray(div(11, 5), div(11, 5.0))', result: [2, 2.2] },
  evaluate: (operands, { name }) => {
    refuseZero(name, operands[1]);
    return calculate(name, operands, {
      integers: (a, b) => a / b,
      doubles: (a, b) => a / b,
      decimals: (a, b) => a.divide(b),
    });
  },
});
