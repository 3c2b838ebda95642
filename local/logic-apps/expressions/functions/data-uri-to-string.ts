import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { notConvertible } from './function-errors.ts';
import { decodeBase64Text } from './support/decode-base64-text.ts';
import { invalidDataUri, parseDataUri } from './support/parse-data-uri.ts';

export const dataUriToString = defineFunction({
  name: 'dataUriToString',
  group: 'conversion',
  expects: 'one parameter: the data URI to convert',
  parameters: [aString],
  example: {
    expression: "dataUriToString('data:text/plain;charset=utf-8;base64,aGVsbG8=')",
    result: 'hello',
  },
  evaluate: ([uri], { name }) => {
    const { contentType, base64 } = parseDataUri(name, uri);
    const [mediaType, firstParameter = ''] = contentType.split(';');
    if (mediaType === '') throw invalidDataUri(name, uri);
    // Azure looks for a charset in the first parameter only.
    const charset = /^charset=(.*)$/i.exec(firstParameter)?.[1] ?? 'utf-8';
    if (!/^utf-?8$/i.test(charset)) {
      throw notConvertible(name, `The charset '${charset}' is not supported, only utf-8.`);
    }
    return decodeBase64Text(name, base64);
  },
});
