import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { actionOf } from './support/operations.ts';

export const actions = defineFunction({
  name: 'actions',
  group: 'workflow',
  expects: 'one parameter: the name of the action',
  parameters: [aString],
  example: { expression: "actions('Get').status", result: 'Succeeded' },
  evaluate: ([actionName], { scope }) => actionOf(scope, actionName),
});
