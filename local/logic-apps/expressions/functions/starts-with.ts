import { toUpperInvariant } from '../values/invariant-case.ts';
import { text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const startsWith = defineFunction({
  name: 'startsWith',
  group: 'string',
  expects: 'two parameters: the string to search and the string to find at its start',
  parameters: [text, text],
  example: { expression: "startsWith('hello world', 'HELLO')", result: true },
  evaluate: ([searched, start]) => toUpperInvariant(searched).startsWith(toUpperInvariant(start)),
});
