import { defineFunction } from './define-function.ts';
import { triggerOf } from './support/operations.ts';

export const triggerOutputs = defineFunction({
  name: 'triggerOutputs',
  group: 'workflow',
  expects: '',
  parameters: [],
  example: { expression: "triggerOutputs()['body']['city']", result: 'Zürich' },
  evaluate: (_, { name, scope }) => triggerOf(scope, name).outputs,
});
