import { isObject } from '../values/type-name.ts';
import { findProperty } from '../values/find-property.ts';
import { array, text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { sortOrder } from './support/order.ts';

export const sort = defineFunction({
  name: 'sort',
  group: 'collection',
  expects: 'one parameter: the array to sort, and at most the property to sort by as the second',
  parameters: [array],
  optional: [text],
  example: { expression: 'sort(createArray(2, 1, 0, 3))', result: [0, 1, 2, 3] },
  evaluate: ([items, property], { name }) => {
    const keyOf = (value: unknown): unknown => {
      if (property === undefined || !isObject(value)) return value;
      return value[findProperty(value, property) ?? property] ?? null;
    };
    return items.toSorted((a, b) => sortOrder(name, keyOf(a), keyOf(b)));
  },
});
