import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { dataUriContent } from './support/parse-data-uri.ts';

export const dataUriToBinary = defineFunction({
  name: 'dataUriToBinary',
  group: 'conversion',
  expects: 'one parameter: the data URI to convert',
  parameters: [aString],
  example: {
    expression: "dataUriToBinary('data:text/plain;charset=utf-8;base64,aGVsbG8=')",
    result: { '$content-type': 'text/plain;charset=utf-8', $content: 'aGVsbG8=' },
  },
  evaluate: ([uri], { name }) => dataUriContent(name, uri),
});
