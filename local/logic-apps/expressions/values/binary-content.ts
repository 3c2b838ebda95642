import { invalidTemplate } from '../template-error.ts';
import { isObject } from './type-name.ts';

/** What is not JSON or text, as it passes through a workflow: its media type and its bytes in base64. */
export interface BinaryContent {
  readonly '$content-type': string;
  readonly $content: string;
}

export const isBinaryContent = (value: unknown): value is BinaryContent =>
  isObject(value) &&
  typeof value['$content-type'] === 'string' &&
  typeof value['$content'] === 'string';

export const binaryContent = (contentType: string, base64: string): BinaryContent => ({
  '$content-type': contentType,
  $content: base64,
});

export const toBase64 = (text: string): string => Buffer.from(text).toString('base64');

/** The bytes, or `undefined` where .NET would not decode them: whitespace is skipped, padding is required. */
export function fromBase64(base64: string): Buffer | undefined {
  const digits = base64.replace(/[ \t\r\n]/g, '');
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) return undefined;
  return Buffer.from(digits, 'base64');
}

/** The content decoded by the charset of its type, UTF-8 without one. Throws InvalidTemplate. */
export function contentText(content: BinaryContent): string {
  const bytes = fromBase64(content.$content);
  if (!bytes) throw invalidTemplate('The value cannot be decoded from base64 representation.');
  return new TextDecoder(validCharset(content['$content-type'])).decode(bytes);
}

function validCharset(contentType: string): string {
  const parameters = contentType.split(';').slice(1);
  const charset = charsetOf(parameters);
  if (parameters.some((parameter) => parameter.split('=').length !== 2) || !isCharset(charset)) {
    throw invalidTemplate(`The content type '${contentType}' is not valid.`);
  }
  return charset;
}

/** The charset among the parameters of a media type, UTF-8 without one. */
export function charsetOf(parameters: readonly string[]): string {
  const charset = parameters.find((parameter) => /^\s*charset\s*=/i.test(parameter));
  return charset?.split('=')[1]?.trim().replaceAll('"', '') ?? 'utf-8';
}

export function isCharset(charset: string): boolean {
  try {
    return Boolean(new TextDecoder(charset));
  } catch {
    return false;
  }
}
