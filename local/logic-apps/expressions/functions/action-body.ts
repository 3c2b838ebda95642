import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { actionOf, bodyOf } from './support/operations.ts';

export const actionBody = defineFunction({
  name: 'actionBody',
  group: 'workflow',
  expects: 'one parameter: the name of the action',
  parameters: [aString],
  example: { expression: "actionBody('Get')['state']", result: 'Running' },
  evaluate: ([actionName], { scope }) => bodyOf(actionOf(scope, actionName)),
});
