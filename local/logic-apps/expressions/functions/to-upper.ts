import { toUpperInvariant } from '../values/invariant-case.ts';
import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const toUpper = defineFunction({
  name: 'toUpper',
  group: 'string',
  expects: 'one parameter: the string to convert to upper casing',
  parameters: [aString],
  example: { expression: "toUpper('Hello World')", result: 'HELLO WORLD' },
  evaluate: ([value]) => toUpperInvariant(value),
});
