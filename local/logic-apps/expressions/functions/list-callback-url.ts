import { defineFunction } from './define-function.ts';
import { notExpectedHere } from './function-errors.ts';

export const listCallbackUrl = defineFunction({
  name: 'listCallbackUrl',
  group: 'workflow',
  expects: '',
  parameters: [],
  example: { expression: 'listCallbackUrl()', result: 'http://127.0.0.1:7090/callback' },
  evaluate: (_, { name, scope }) => {
    const url = scope.listCallbackUrl();
    if (url === undefined) throw notExpectedHere(name);
    return url;
  },
});
