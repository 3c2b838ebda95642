import { defineFunction } from './define-function.ts';
import { triggerOf } from './support/operations.ts';

export const trigger = defineFunction({
  name: 'trigger',
  group: 'workflow',
  expects: '',
  parameters: [],
  example: { expression: 'trigger().name', result: 'manual' },
  evaluate: (_, { name, scope }) => triggerOf(scope, name),
});
