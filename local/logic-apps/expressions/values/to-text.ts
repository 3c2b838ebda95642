import { contentText, isBinaryContent } from './binary-content.ts';
import { Decimal } from './decimal.ts';
import { doubleText } from './double-text.ts';
import { isInteger, isNumber, toDouble } from './numbers.ts';
import { toJsonText } from './to-json-text.ts';

/**
 * A value as part of a text, in `@{...}`, `concat` and `string`: `True`, nothing for null, `5` for 5.0, the decoded
 * text of binary content, and compact JSON of all else. Throws InvalidTemplate when content cannot be decoded.
 */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (isInteger(value)) return String(value);
  if (value instanceof Decimal) return value.toString();
  if (isNumber(value)) return doubleText(toDouble(value));
  return isBinaryContent(value) ? contentText(value) : toJsonText(value);
}
