import { textOrArray } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const length = defineFunction({
  name: 'length',
  group: 'string',
  expects: 'one parameter: an array or a string the length of which is returned',
  parameters: [textOrArray],
  example: { expression: "length('abcd')", result: 4 },
  evaluate: ([collection]) => collection.length,
});
