import { invalidTemplate } from '../template-error.ts';
import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const trim = defineFunction({
  name: 'trim',
  group: 'string',
  expects: 'one parameter: the string to trim',
  parameters: [anything],
  example: { expression: "trim(' Hello World  ')", result: 'Hello World' },
  evaluate: ([value], { name }) => {
    if (typeof value === 'string') return value.trim();
    throw invalidTemplate(
      `The provided parameters for template language function '${name}' are not valid.`,
    );
  },
});
