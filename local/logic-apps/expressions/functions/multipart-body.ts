import { aString, integer } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { partBody } from './support/form-data.ts';
import { actionOf, bodyOf } from './support/operations.ts';

export const multipartBody = defineFunction({
  name: 'multipartBody',
  group: 'workflow',
  expects: 'two parameters: the name of the action and the index of the part',
  parameters: [aString, integer],
  example: { expression: "multipartBody('Post_parts', 1)", result: 'second' },
  evaluate: ([actionName, index], { name, scope }) =>
    partBody(name, bodyOf(actionOf(scope, actionName)), index),
});
