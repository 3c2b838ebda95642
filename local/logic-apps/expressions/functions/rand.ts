import { integer } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { functionError } from './function-errors.ts';

export const rand = defineFunction({
  name: 'rand',
  group: 'math',
  expects: 'two parameters: the lowest integer and the integer above the highest',
  parameters: [integer, integer],
  example: { expression: 'rand(1, 5)', result: 3 },
  evaluate: ([lowest, end], { name, scope }) => {
    const [from, to] = [Number(lowest), Number(end)];
    if (to <= from) {
      throw functionError(name, 'expects its second parameter to be greater than its first.');
    }
    return from + Math.floor(scope.random() * (to - from));
  },
});
