import { aBoolean } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const not = defineFunction({
  name: 'not',
  group: 'logical',
  expects: 'one parameter: the boolean to negate',
  parameters: [aBoolean],
  example: { expression: 'not(false)', result: true },
  evaluate: ([value]) => !value,
});
