import { toText } from '../values/to-text.ts';
import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const concat = defineFunction({
  name: 'concat',
  group: 'string',
  expects: 'at least one parameter',
  parameters: [anything],
  rest: anything,
  example: { expression: "concat('Hello', 'World', 1, true, null)", result: 'HelloWorld1True' },
  evaluate: (parts) => parts.map(toText).join(''),
});
