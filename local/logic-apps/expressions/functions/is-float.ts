import { aString, text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { parseDouble } from './support/parse-number.ts';

export const isFloat = defineFunction({
  name: 'isFloat',
  group: 'logical',
  expects: 'one parameter: the string to examine, and at most its locale as the second',
  parameters: [aString],
  optional: [text],
  example: { expression: "isFloat('10,000.5')", result: true },
  evaluate: ([value, locale = '']) => parseDouble(value, { locale }) !== undefined,
});
