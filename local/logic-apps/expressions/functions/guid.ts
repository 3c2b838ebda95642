import { text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { functionError } from './function-errors.ts';

export const guid = defineFunction({
  name: 'guid',
  group: 'string',
  expects: 'at most one parameter: the format of the identifier',
  parameters: [],
  optional: [text],
  example: { expression: "guid('P')", result: '(c2ecc88d-88c8-4096-912c-d6f2e2b138ce)' },
  evaluate: ([format = 'D'], { name, scope }) => {
    const id = scope.newGuid().toLowerCase();
    switch (format.toUpperCase()) {
      case 'D':
        return id;
      case 'N':
        return id.replaceAll('-', '');
      case 'B':
        return `{${id}}`;
      case 'P':
        return `(${id})`;
      default:
        throw functionError(name, `does not know the format '${format}'; it takes N, D, B or P.`);
    }
  },
});
