import { defineFunction } from './define-function.ts';
import { bodyOf, triggerOf } from './support/operations.ts';

export const triggerBody = defineFunction({
  name: 'triggerBody',
  group: 'workflow',
  expects: '',
  parameters: [],
  example: { expression: "triggerBody()?['city']", result: 'Zürich' },
  evaluate: (_, { name, scope }) => bodyOf(triggerOf(scope, name)),
});
