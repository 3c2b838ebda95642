import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { actionOf } from './support/operations.ts';

export const outputs = defineFunction({
  name: 'outputs',
  group: 'workflow',
  expects: 'one parameter: the name of the action',
  parameters: [aString],
  example: { expression: "outputs('Get')['statusCode']", result: 200 },
  evaluate: ([actionName], { scope }) => actionOf(scope, actionName).outputs,
});
