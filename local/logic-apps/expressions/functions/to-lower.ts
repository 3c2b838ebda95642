import { toLowerInvariant } from '../values/invariant-case.ts';
import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const toLower = defineFunction({
  name: 'toLower',
  group: 'string',
  expects: 'one parameter: the string to convert to lower casing',
  parameters: [aString],
  example: { expression: "toLower('Hello World')", result: 'hello world' },
  evaluate: ([value]) => toLowerInvariant(value),
});
