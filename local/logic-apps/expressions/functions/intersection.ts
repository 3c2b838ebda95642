import { deepEquals } from '../values/compare.ts';
import { isArray, isObject, type JsonObject } from '../values/type-name.ts';
import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { functionError } from './function-errors.ts';
import { distinct } from './support/distinct.ts';

export const intersection = defineFunction({
  name: 'intersection',
  group: 'collection',
  expects: 'at least two parameters: the arrays or objects to intersect',
  parameters: [anything, anything],
  rest: anything,
  example: {
    expression: 'intersection(createArray(1, 2, 3), createArray(101, 2, 1, 10))',
    result: [1, 2],
  },
  evaluate: (collections, { name }) => {
    if (collections.every(isArray)) return intersectArrays(collections);
    if (collections.every(isObject)) return intersectObjects(collections);
    throw functionError(name, 'expects parameters of same type: either arrays or objects.');
  },
});

function intersectArrays([start = [], ...others]: readonly (readonly unknown[])[]): unknown {
  return distinct(start).filter((item) =>
    others.every((other) => other.some((candidate) => deepEquals(candidate, item))),
  );
}

function intersectObjects([start = {}, ...others]: readonly JsonObject[]): unknown {
  const common = Object.entries(start).filter(([property, value]) =>
    others.every((other) => Object.hasOwn(other, property) && deepEquals(other[property], value)),
  );
  return Object.fromEntries(common);
}
