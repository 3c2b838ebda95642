import { textOrArray } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const last = defineFunction({
  name: 'last',
  group: 'collection',
  expects: 'one parameter: the array or string of which the last item is returned',
  parameters: [textOrArray],
  example: { expression: "last('abcd')", result: 'd' },
  evaluate: ([collection]) =>
    typeof collection === 'string' ? collection.slice(-1) : collection.at(-1),
});
