import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const createArray = defineFunction({
  name: 'createArray',
  group: 'conversion',
  expects: 'a comma separated list of parameters',
  parameters: [anything],
  rest: anything,
  example: { expression: "createArray('h', 1, null)", result: ['h', 1, null] },
  evaluate: (items) => items,
});
