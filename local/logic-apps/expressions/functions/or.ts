import { defineLazyFunction } from './define-function.ts';
import { booleanOf } from './support/boolean-of.ts';

export const or = defineLazyFunction({
  name: 'or',
  group: 'logical',
  expects: 'at least one parameter',
  least: 1,
  most: Infinity,
  parameterTypes: ['a boolean'],
  example: { expression: 'or(false, equals(1, 1))', result: true },
  evaluate: (args, { name }) => args.some((argument) => booleanOf(name, argument())),
});
