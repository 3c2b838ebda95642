import { fromBase64 } from '../../values/binary-content.ts';
import { notConvertible } from '../function-errors.ts';

/** The UTF-8 text that the base64 encodes. Throws InvalidTemplate. */
export function decodeBase64Text(name: string, value: string): string {
  const bytes = fromBase64(value);
  if (bytes) return bytes.toString('utf8');
  throw notConvertible(name, 'The value cannot be decoded from base64 representation.');
}
