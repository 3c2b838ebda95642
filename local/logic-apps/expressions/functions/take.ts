import { integer, textOrArray, worded } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { wrongType } from './function-errors.ts';

const positive = worded('a positive integer', integer);

export const take = defineFunction({
  name: 'take',
  group: 'collection',
  expects: 'two parameters: the array or string and the number of items to take',
  parameters: [textOrArray, worded('of type integer', integer)],
  example: { expression: "take('abcde', 3)", result: 'abc' },
  evaluate: ([collection, count], { name }) => {
    if (count < 0) throw wrongType({ name, type: positive, index: 1, only: false, value: count });
    return collection.slice(0, Number(count));
  },
});
