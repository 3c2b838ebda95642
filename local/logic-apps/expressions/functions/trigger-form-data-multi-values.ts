import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { formValues } from './support/form-data.ts';
import { bodyOf, triggerOf } from './support/operations.ts';

export const triggerFormDataMultiValues = defineFunction({
  name: 'triggerFormDataMultiValues',
  group: 'workflow',
  expects: 'one parameter: the key',
  parameters: [aString],
  example: { expression: "triggerFormDataMultiValues('tag')", result: ['a', 'b'] },
  evaluate: ([key], { name, scope }) => formValues(bodyOf(triggerOf(scope, name)), key),
});
