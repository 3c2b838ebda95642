import { array, integer, labelled } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const skip = defineFunction({
  name: 'skip',
  group: 'collection',
  expects: 'two parameters: the array and the number of items to leave out',
  parameters: [labelled('collection', array), labelled('count', integer)],
  example: { expression: 'skip(createArray(0, 1, 2, 3), 1)', result: [1, 2, 3] },
  evaluate: ([items, count]) => items.slice(Math.max(Number(count), 0)),
});
