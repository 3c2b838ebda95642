import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { dataUriContent } from './support/parse-data-uri.ts';

/** Azure's reference: it works the same way as `dataUriToBinary`, which is preferred. */
export const decodeDataUri = defineFunction({
  name: 'decodeDataUri',
  group: 'conversion',
  expects: 'one parameter: the data URI to convert',
  parameters: [aString],
  example: {
    expression: "decodeDataUri('data:text/plain;charset=utf-8;base64,aGVsbG8=')",
    result: { '$content-type': 'text/plain;charset=utf-8', $content: 'aGVsbG8=' },
  },
  evaluate: ([uri], { name }) => dataUriContent(name, uri),
});
