import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { actionOf, bodyOf } from './support/operations.ts';

export const body = defineFunction({
  name: 'body',
  group: 'workflow',
  expects: 'one parameter: the name of the action',
  parameters: [aString],
  example: { expression: "body('Get')?['State']", result: 'Running' },
  evaluate: ([actionName], { scope }) => bodyOf(actionOf(scope, actionName)),
});
