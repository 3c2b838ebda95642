import { deepEquals } from '../values/compare.ts';
import { isArray, isObject, typeName } from '../values/type-name.ts';
import { invalidTemplate } from '../template-error.ts';
import { anything, text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { wrongType } from './function-errors.ts';

export const contains = defineFunction({
  name: 'contains',
  group: 'collection',
  expects: 'two parameters: the collection and the value to find',
  parameters: [anything, anything],
  example: { expression: "contains(createArray('a', 'b'), 'b')", result: true },
  evaluate: ([collection, value], { name }) => {
    if (isArray(collection)) return collection.some((item) => deepEquals(item, value));
    if (typeof collection !== 'string' && !isObject(collection)) {
      throw invalidTemplate(
        `The template language function '${name}' expects its first argument 'collection' to be a dictionary (object), an array or a string. The provided value is of type '${typeName(collection)}'.`,
      );
    }
    if (typeof value !== 'string') {
      throw wrongType({ name, type: text, index: 1, only: false, value });
    }
    return isObject(collection) ? Object.hasOwn(collection, value) : collection.includes(value);
  },
});
