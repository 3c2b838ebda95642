import { defineLazyFunction } from './define-function.ts';
import { booleanOf } from './support/boolean-of.ts';

export const and = defineLazyFunction({
  name: 'and',
  group: 'logical',
  expects: 'at least one parameter',
  least: 1,
  most: Infinity,
  parameterTypes: ['a boolean'],
  example: { expression: 'and(true, equals(1, 2))', result: false },
  evaluate: (args, { name }) => args.every((argument) => booleanOf(name, argument())),
});
