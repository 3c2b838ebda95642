import { integer, text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const slice = defineFunction({
  name: 'slice',
  group: 'string',
  expects: 'two or three parameters: the string, the start index and at most the end index',
  parameters: [text, integer],
  optional: [integer],
  example: { expression: "slice('Hello World', -5, -1)", result: 'Worl' },
  evaluate: ([sliced, start, end]) =>
    sliced.slice(Number(start), end === undefined ? undefined : Number(end)),
});
