import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { onlyFormValue } from './support/form-data.ts';
import { bodyOf, triggerOf } from './support/operations.ts';

export const triggerFormDataValue = defineFunction({
  name: 'triggerFormDataValue',
  group: 'workflow',
  expects: 'one parameter: the key',
  parameters: [aString],
  example: { expression: "triggerFormDataValue('name')", result: 'Ada' },
  evaluate: ([key], { name, scope }) => onlyFormValue(name, bodyOf(triggerOf(scope, name)), key),
});
