import { defineFunction } from './define-function.ts';
import { notExpectedHere } from './function-errors.ts';

export const action = defineFunction({
  name: 'action',
  group: 'workflow',
  expects: '',
  parameters: [],
  example: { expression: "action()['outputs']['statusCode']", result: 202 },
  evaluate: (_, { name, scope }) => {
    const current = scope.action();
    if (!current) throw notExpectedHere(name);
    return current;
  },
});
