import { array, worded } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const reverse = defineFunction({
  name: 'reverse',
  group: 'collection',
  expects: 'one parameter: the array to reverse',
  parameters: [worded('of type array', array)],
  example: { expression: 'reverse(createArray(0, 1, 2, 3))', result: [3, 2, 1, 0] },
  evaluate: ([items]) => items.toReversed(),
});
