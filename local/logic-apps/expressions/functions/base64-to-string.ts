import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { decodeBase64Text } from './support/decode-base64-text.ts';

export const base64ToString = defineFunction({
  name: 'base64ToString',
  group: 'conversion',
  expects: 'one parameter: the base64 string to decode',
  parameters: [aString],
  example: { expression: "base64ToString('aGVsbG8=')", result: 'hello' },
  evaluate: ([value], { name }) => decodeBase64Text(name, value),
});
