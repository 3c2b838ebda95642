import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { formValues } from './support/form-data.ts';
import { actionOf, bodyOf } from './support/operations.ts';

export const formDataMultiValues = defineFunction({
  name: 'formDataMultiValues',
  group: 'workflow',
  expects: 'two parameters: the name of the action and the key',
  parameters: [aString, aString],
  example: { expression: "formDataMultiValues('Post_form', 'tag')", result: ['a', 'b'] },
  evaluate: ([actionName, key], { scope }) => formValues(bodyOf(actionOf(scope, actionName)), key),
});
