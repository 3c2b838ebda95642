import { isBinaryContent, toBase64 } from '../values/binary-content.ts';
import { anything, aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { wrongType } from './function-errors.ts';

export const base64 = defineFunction({
  name: 'base64',
  group: 'conversion',
  expects: 'one parameter: the string to encode',
  parameters: [anything],
  example: { expression: "base64('hello')", result: 'aGVsbG8=' },
  evaluate: ([value], { name }) => {
    if (isBinaryContent(value)) return value.$content;
    if (typeof value === 'string') return toBase64(value);
    throw wrongType({ name, type: aString, index: 0, only: true, value });
  },
});
