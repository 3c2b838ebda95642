import { isArray, isObject, type JsonObject } from '../values/type-name.ts';
import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { functionError } from './function-errors.ts';
import { distinct } from './support/distinct.ts';

export const union = defineFunction({
  name: 'union',
  group: 'collection',
  expects: 'at least two parameters: the arrays or objects to unite',
  parameters: [anything, anything],
  rest: anything,
  example: {
    expression: 'union(createArray(1, 2, 3), createArray(1, 2, 10, 101))',
    result: [1, 2, 3, 10, 101],
  },
  evaluate: (collections, { name }) => {
    if (collections.every(isArray)) return uniteArrays(collections);
    if (collections.every(isObject)) return uniteObjects(collections);
    throw functionError(name, 'expects parameters of same type: either arrays or objects.');
  },
});

const uniteArrays = (arrays: readonly (readonly unknown[])[]): unknown => distinct(arrays.flat());

/** Of a property that several have, the last one's value counts. */
const uniteObjects = (objects: readonly JsonObject[]): unknown =>
  Object.fromEntries(objects.flatMap((object) => Object.entries(object)));
