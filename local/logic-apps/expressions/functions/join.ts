import { toText } from '../values/to-text.ts';
import { array, text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const join = defineFunction({
  name: 'join',
  group: 'collection',
  expects: 'two parameters: the array to join and the separator',
  parameters: [array, text],
  example: { expression: "join(createArray('a', 'b', 'c'), '.')", result: 'a.b.c' },
  evaluate: ([items, separator]) => items.map(toText).join(separator),
});
