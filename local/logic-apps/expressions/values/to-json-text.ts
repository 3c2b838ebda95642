import { Decimal } from './decimal.ts';
import { doubleText } from './double-text.ts';
import { Float, isInteger, isNumber, toDouble } from './numbers.ts';
import { isArray, isObject } from './type-name.ts';

/** Compact JSON as Json.NET writes it: a float has a point or an exponent, `5.0`, and an int64 all its digits. */
export function toJsonText(value: unknown): string {
  if (isInteger(value)) return String(value);
  if (isNumber(value)) return floatText(value);
  if (typeof value === 'string') return quote(value);
  if (isArray(value)) return `[${value.map(toJsonText).join(',')}]`;
  if (isObject(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([name, member]) => `${quote(name)}:${toJsonText(member)}`).join(',')}}`;
  }
  return typeof value === 'boolean' ? String(value) : 'null';
}

function floatText(value: number | bigint | Float | Decimal): string {
  const text = value instanceof Decimal ? value.toString() : doubleText(toDouble(value));
  if (/^-?(Infinity|NaN)$/.test(text)) return quote(text);
  return /[.E]/.test(text) ? text : `${text}.0`;
}

/** Json.NET also escapes the line breaks that JSON leaves alone. */
const quote = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u0085\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
