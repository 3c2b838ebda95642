import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { parseInt64 } from './support/parse-number.ts';

export const isInt = defineFunction({
  name: 'isInt',
  group: 'logical',
  expects: 'one parameter: the string to examine',
  parameters: [aString],
  example: { expression: "isInt('10')", result: true },
  evaluate: ([value]) => parseInt64(value) !== undefined,
});
