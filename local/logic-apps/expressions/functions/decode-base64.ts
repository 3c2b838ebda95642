import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { decodeBase64Text } from './support/decode-base64-text.ts';

export const decodeBase64 = defineFunction({
  name: 'decodeBase64',
  group: 'conversion',
  expects: 'one parameter: the base64 string to decode',
  parameters: [aString],
  example: { expression: "decodeBase64('aGVsbG8=')", result: 'hello' },
  evaluate: ([value], { name }) => decodeBase64Text(name, value),
});
