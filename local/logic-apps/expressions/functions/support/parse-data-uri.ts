import {
  type BinaryContent,
  binaryContent,
  charsetOf,
  isCharset,
  toBase64,
} from '../../values/binary-content.ts';
import type { TemplateError } from '../../template-error.ts';
import { functionError, notConvertible } from '../function-errors.ts';
import { unescapeUri } from './uri-escapes.ts';

interface DataUri {
  readonly contentType: string;
  readonly base64: string;
}

/** The parts of `data:<type>;base64,<text>`; without `;base64` the text is URL-encoded. Throws InvalidTemplate. */
export function parseDataUri(name: string, uri: string): DataUri {
  const comma = uri.indexOf(',');
  if (!/^data:/i.test(uri) || comma < 0) throw invalidDataUri(name, uri);
  const head = uri.slice('data:'.length, comma).split(';');
  const rest = uri.slice(comma + 1);
  const isBase64 = head.at(-1)?.toLowerCase() === 'base64';
  const type = (isBase64 ? head.slice(0, -1) : head).join(';');
  const base64 = isBase64 ? rest : toBase64(unescapeUri(rest));
  const untyped = type === '' && head.length <= (isBase64 ? 2 : 1);
  return { contentType: untyped ? 'text/plain' : type, base64 };
}

/** The content of a data URI; its base64 is handed on as it is. Throws InvalidTemplate for a malformed type. */
export function dataUriContent(name: string, uri: string): BinaryContent {
  const { contentType, base64 } = parseDataUri(name, uri);
  const [mediaType = '', ...parameters] = contentType.split(';');
  const malformed = parameters.some((parameter) => parameter.split('=').length > 2);
  if (mediaType.split('/').length !== 2 || malformed) throw invalidDataUri(name, uri);
  const charset = charsetOf(parameters);
  if (!isCharset(charset)) {
    throw notConvertible(name, `The charset '${charset}' is unknown.`);
  }
  return binaryContent(contentType, base64);
}

export const invalidDataUri = (name: string, uri: string): TemplateError =>
  functionError(
    name,
    `expects its parameter to be formatted as a valid data URI. The provided value '${uri}' was not formatted correctly.`,
  );
