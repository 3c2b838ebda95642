import { integer, textOrArray } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { functionError } from './function-errors.ts';

export const chunk = defineFunction({
  name: 'chunk',
  group: 'string',
  expects: 'two parameters: the array or string to split, and the length of each chunk',
  parameters: [textOrArray, integer],
  example: { expression: "chunk('abcdefgh', 3)", result: ['abc', 'def', 'gh'] },
  evaluate: ([collection, size], { name }) => {
    const length = Number(size);
    if (length < 1) {
      throw functionError(
        name,
        'expects chunk size to be a positive integer. The provided value is less than 1.',
      );
    }
    const count = Math.ceil(collection.length / length);
    return Array.from({ length: count }, (_, index) =>
      collection.slice(index * length, (index + 1) * length),
    );
  },
});
