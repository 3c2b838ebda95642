import { binaryContent, toBase64 } from '../values/binary-content.ts';
import { toText } from '../values/to-text.ts';
import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { notConvertible } from './function-errors.ts';

export const binary = defineFunction({
  name: 'binary',
  group: 'conversion',
  expects: 'one parameter: the value to convert',
  parameters: [anything],
  example: {
    expression: "binary('hello')",
    result: { '$content-type': 'application/octet-stream', $content: 'aGVsbG8=' },
  },
  evaluate: ([value], { name }) => {
    if (value === null) throw notConvertible(name);
    return binaryContent('application/octet-stream', toBase64(toText(value)));
  },
});
