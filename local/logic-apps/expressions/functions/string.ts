import { toText } from '../values/to-text.ts';
import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';

export const string = defineFunction({
  name: 'string',
  group: 'conversion',
  expects: 'one parameter: the value to convert',
  parameters: [anything],
  example: {
    expression: 'string(json(\'{ "name": "Sophie Owen" }\'))',
    result: '{"name":"Sophie Owen"}',
  },
  evaluate: ([value]) => toText(value),
});
