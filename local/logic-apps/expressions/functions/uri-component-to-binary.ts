import { binaryContent, toBase64 } from '../values/binary-content.ts';
import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { unescapeUri } from './support/uri-escapes.ts';

export const uriComponentToBinary = defineFunction({
  name: 'uriComponentToBinary',
  group: 'conversion',
  expects: 'one parameter: the encoded string to convert',
  parameters: [aString],
  example: {
    expression: "uriComponentToBinary('a%20b')",
    result: { '$content-type': 'application/octet-stream', $content: 'YSBi' },
  },
  evaluate: ([value]) => binaryContent('application/octet-stream', toBase64(unescapeUri(value))),
});
