import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { undefinedLoop } from './support/undefined-loop.ts';

export const iterationIndexes = defineFunction({
  name: 'iterationIndexes',
  group: 'workflow',
  expects: 'one parameter: the name of the Until',
  parameters: [aString],
  example: { expression: "iterationIndexes('Until')", result: 2 },
  evaluate: ([loopName], { name, scope }) => {
    const index = scope.iterationIndexes(loopName);
    if (index !== undefined) return index;
    throw undefinedLoop(name, loopName);
  },
});
