import { toUpperInvariant } from '../values/invariant-case.ts';
import { text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const indexOf = defineFunction({
  name: 'indexOf',
  group: 'string',
  expects: 'two parameters: the string to search and the string to find',
  parameters: [text, text],
  example: { expression: "indexOf('hello world', 'World')", result: 6 },
  evaluate: ([searched, found]) => toUpperInvariant(searched).indexOf(toUpperInvariant(found)),
});
