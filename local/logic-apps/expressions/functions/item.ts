import { defineFunction } from './define-function.ts';
import { notExpectedHere } from './function-errors.ts';

export const item = defineFunction({
  name: 'item',
  group: 'collection',
  expects: '',
  parameters: [],
  example: { expression: 'item()', result: 'the current item' },
  evaluate: (_, { name, scope }) => {
    const current = scope.item();
    if (!current) throw notExpectedHere(name);
    return current.value;
  },
});
