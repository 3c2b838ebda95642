import { textOrArray } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const first = defineFunction({
  name: 'first',
  group: 'collection',
  expects: 'one parameter: the array or string of which the first item is returned',
  parameters: [textOrArray],
  example: { expression: 'first(createArray(0, 1, 2))', result: 0 },
  evaluate: ([collection]) =>
    typeof collection === 'string' ? collection.slice(0, 1) : collection.at(0),
});
