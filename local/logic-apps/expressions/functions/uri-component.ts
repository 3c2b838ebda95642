import { toText } from '../values/to-text.ts';
import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { escapeUri } from './support/uri-escapes.ts';

export const uriComponent = defineFunction({
  name: 'uriComponent',
  group: 'conversion',
  expects: 'one parameter: the string to encode',
  parameters: [anything],
  rest: anything,
  example: {
    expression: "uriComponent('https://contoso.com')",
    result: 'https%3A%2F%2Fcontoso.com',
  },
  evaluate: (parts) => escapeUri(parts.map(toText).join('')),
});
