import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { unescapeUri } from './support/uri-escapes.ts';

export const decodeUriComponent = defineFunction({
  name: 'decodeUriComponent',
  group: 'conversion',
  expects: 'one parameter: the encoded string to decode',
  parameters: [aString],
  example: {
    expression: "decodeUriComponent('https%3A%2F%2Fcontoso.com')",
    result: 'https://contoso.com',
  },
  evaluate: ([value]) => unescapeUri(value),
});
