import { toUpperInvariant } from '../values/invariant-case.ts';
import { text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const lastIndexOf = defineFunction({
  name: 'lastIndexOf',
  group: 'string',
  expects: 'two parameters: the string to search and the string to find',
  parameters: [text, text],
  example: { expression: "lastIndexOf('hello world hello world', 'WORLD')", result: 18 },
  evaluate: ([searched, found]) => toUpperInvariant(searched).lastIndexOf(toUpperInvariant(found)),
});
