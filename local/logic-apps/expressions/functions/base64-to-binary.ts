import { binaryContent, fromBase64 } from '../values/binary-content.ts';
import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { notConvertible } from './function-errors.ts';

export const base64ToBinary = defineFunction({
  name: 'base64ToBinary',
  group: 'conversion',
  expects: 'one parameter: the base64 string to convert',
  parameters: [aString],
  example: {
    expression: "base64ToBinary('aGVsbG8=')",
    result: { '$content-type': 'application/octet-stream', $content: 'aGVsbG8=' },
  },
  evaluate: ([value], { name }) => {
    if (fromBase64(value)) return binaryContent('application/octet-stream', value);
    throw notConvertible(name, 'The value cannot be decoded from base64 representation.');
  },
});
