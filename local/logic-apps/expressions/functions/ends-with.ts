import { toUpperInvariant } from '../values/invariant-case.ts';
import { text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const endsWith = defineFunction({
  name: 'endsWith',
  group: 'string',
  expects: 'two parameters: the string to search and the string to find at its end',
  parameters: [text, text],
  example: { expression: "endsWith('hello world', 'World')", result: true },
  evaluate: ([searched, end]) => toUpperInvariant(searched).endsWith(toUpperInvariant(end)),
});
