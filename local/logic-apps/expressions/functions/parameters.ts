import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { invalidTemplate } from '../template-error.ts';

export const parameters = defineFunction({
  name: 'parameters',
  group: 'workflow',
  expects: 'one parameter: the name of the workflow parameter',
  parameters: [aString],
  example: { expression: "parameters('location')", result: 'westeurope' },
  evaluate: ([parameterName], { scope }) => {
    const parameter = scope.parameters(parameterName);
    if (parameter) return parameter.value;
    throw invalidTemplate(`The workflow parameter '${parameterName}' is not found.`);
  },
});
