import { fromBigInt } from '../values/numbers.ts';
import { integer } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { functionError } from './function-errors.ts';

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-limits-and-config#looping-debatching-limits: array items. */
const mostItems = 100_000;

export const range = defineFunction({
  name: 'range',
  group: 'math',
  expects: 'two parameters: the first integer and the number of integers',
  parameters: [integer, integer],
  example: { expression: 'range(1, 4)', result: [1, 2, 3, 4] },
  evaluate: ([start, count], { name }) => {
    if (count < 0 || count > mostItems) {
      throw functionError(
        name,
        `expects its second parameter to be a non-negative integer of at most '${mostItems}'.`,
      );
    }
    return Array.from({ length: Number(count) }, (_, index) =>
      fromBigInt(BigInt(start) + BigInt(index)),
    );
  },
});
