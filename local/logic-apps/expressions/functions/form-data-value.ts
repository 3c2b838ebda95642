import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { onlyFormValue } from './support/form-data.ts';
import { actionOf, bodyOf } from './support/operations.ts';

export const formDataValue = defineFunction({
  name: 'formDataValue',
  group: 'workflow',
  expects: 'two parameters: the name of the action and the key',
  parameters: [aString, aString],
  example: { expression: "formDataValue('Post_form', 'name')", result: 'Ada' },
  evaluate: ([actionName, key], { name, scope }) =>
    onlyFormValue(name, bodyOf(actionOf(scope, actionName)), key),
});
