import { integer } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { partBody } from './support/form-data.ts';
import { bodyOf, triggerOf } from './support/operations.ts';

export const triggerMultipartBody = defineFunction({
  name: 'triggerMultipartBody',
  group: 'workflow',
  expects: 'one parameter: the index of the part',
  parameters: [integer],
  example: { expression: 'triggerMultipartBody(0)', result: 'first' },
  evaluate: ([index], { name, scope }) => partBody(name, bodyOf(triggerOf(scope, name)), index),
});
