import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { undefinedLoop } from './support/undefined-loop.ts';

export const items = defineFunction({
  name: 'items',
  group: 'workflow',
  expects: 'one parameter: the name of the Foreach',
  parameters: [aString],
  example: { expression: "items('For_each')", result: 'the current item' },
  evaluate: ([loopName], { name, scope }) => {
    const current = scope.items(loopName);
    if (current) return current.value;
    throw undefinedLoop(name, loopName);
  },
});
