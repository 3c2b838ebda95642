import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { invalidTemplate } from '../template-error.ts';

export const variables = defineFunction({
  name: 'variables',
  group: 'workflow',
  expects: 'one parameter: the name of the variable',
  parameters: [aString],
  example: { expression: "variables('attempt')", result: 3 },
  evaluate: ([variableName], { scope }) => {
    const variable = scope.variables(variableName);
    if (variable) return variable.value;
    throw invalidTemplate(`The variable '${variableName}' must be initialized before it is used.`);
  },
});
