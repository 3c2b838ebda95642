import { Float, isNumber, toDouble } from './numbers.ts';
import { Decimal } from './decimal.ts';
import { isArray, isObject } from './type-name.ts';

/**
 * A value as plain JSON: what leaves an expression. An int64 beyond 2^53 is rounded to a double here, and 5.0 is 5.
 * What is plain already is not copied.
 */
export function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint' || value instanceof Float || value instanceof Decimal) {
    return toDouble(value);
  }
  if (value === undefined) return null;
  if (isNumber(value)) return value;
  if (isArray(value)) {
    const plain = value.map(toPlain);
    return plain.some((item, index) => item !== value[index]) ? plain : value;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, toPlain(member)] as const);
  const changed = entries.some(([name, member]) => member !== value[name]);
  return changed ? Object.fromEntries(entries) : value;
}
