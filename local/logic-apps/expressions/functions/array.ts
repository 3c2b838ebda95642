import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const arrayFunction = defineFunction({
  name: 'array',
  group: 'conversion',
  expects: 'one parameter: the only item of the array',
  parameters: [anything],
  example: { expression: "array('hello')", result: ['hello'] },
  evaluate: ([item]) => [item],
});
