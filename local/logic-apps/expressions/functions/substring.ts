import { integer, text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { functionError } from './function-errors.ts';

export const substring = defineFunction({
  name: 'substring',
  group: 'string',
  expects: 'two or three parameters: the string, the start index and at most the length',
  parameters: [text, integer],
  optional: [integer],
  example: { expression: "substring('hello world', 6, 5)", result: 'world' },
  evaluate: ([whole, startIndex, size], { name }) => {
    const start = Number(startIndex);
    const length = size === undefined ? whole.length - start : Number(size);
    if (start < 0 || length < 0 || start + length > whole.length) {
      throw functionError(
        name,
        "parameters are out of range: 'start index' and 'length' must be non-negative integers and their sum must be no larger than the length of the string.",
      );
    }
    return whole.slice(start, start + length);
  },
});
