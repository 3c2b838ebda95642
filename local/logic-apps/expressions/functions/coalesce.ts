import { defineLazyFunction } from './define-function.ts';

export const coalesce = defineLazyFunction({
  name: 'coalesce',
  group: 'manipulation',
  expects: 'at least one parameter',
  least: 1,
  most: Infinity,
  parameterTypes: ['anything'],
  example: { expression: "coalesce(null, 'hello', 'world')", result: 'hello' },
  evaluate: (args) => {
    for (const argument of args) {
      const value = argument() ?? null;
      if (value !== null) return value;
    }
    return null;
  },
});
