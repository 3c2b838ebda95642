import { isArray, isObject } from '../values/type-name.ts';
import { type ArgumentType } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

const collection: ArgumentType<unknown> = {
  words: 'an object, an array or a string',
  accepts: (value): value is unknown =>
    value === null || typeof value === 'string' || isArray(value) || isObject(value),
};

export const empty = defineFunction({
  name: 'empty',
  group: 'collection',
  expects: 'one parameter: the object, array or string to examine',
  parameters: [collection],
  example: { expression: "empty('')", result: true },
  evaluate: ([value]) => {
    if (typeof value === 'string' || isArray(value)) return value.length === 0;
    return !isObject(value) || Object.keys(value).length === 0;
  },
});
