import { aBoolean, worded } from './argument-types.ts';
import { defineLazyFunction } from './define-function.ts';
import { wrongType } from './function-errors.ts';

const condition = worded('of type boolean', aBoolean);

export const ifFunction = defineLazyFunction({
  name: 'if',
  group: 'logical',
  expects: 'three parameters: the condition, the value if it is true and the value if it is false',
  least: 3,
  most: 3,
  parameterTypes: [condition.words, 'anything', 'anything'],
  example: { expression: "if(equals(1, 1), 'yes', 'no')", result: 'yes' },
  evaluate: ([test, whenTrue, whenFalse], { name }) => {
    const value = test?.();
    if (!condition.accepts(value)) {
      throw wrongType({ name, type: condition, index: 0, only: false, value });
    }
    return value ? whenTrue?.() : whenFalse?.();
  },
});
