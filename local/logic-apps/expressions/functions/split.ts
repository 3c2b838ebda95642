import { text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const split = defineFunction({
  name: 'split',
  group: 'string',
  expects: 'two parameters: the string to split and the delimiter',
  parameters: [text, text],
  example: { expression: "split('a_b_c', '_')", result: ['a', 'b', 'c'] },
  evaluate: ([whole, delimiter]) => (delimiter === '' ? [whole] : whole.split(delimiter)),
});
