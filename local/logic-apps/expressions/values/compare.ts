import { Decimal } from './decimal.ts';
import { type ExpressionNumber, isInteger, isNumber, toDecimal, toDouble } from './numbers.ts';
import { isArray, isObject } from './type-name.ts';

/** Below 0, 0 or above 0; NaN where either is not a number. */
export function compareNumbers(a: ExpressionNumber, b: ExpressionNumber): number {
  if (isInteger(a) && isInteger(b)) return a < b ? -1 : Number(a > b);
  if (a instanceof Decimal || b instanceof Decimal) {
    const [left, right] = [toDecimal(a), toDecimal(b)];
    if (left && right) return left.compare(right);
  }
  const [left, right] = [toDouble(a), toDouble(b)];
  if (left === right) return 0;
  return left < right ? -1 : left > right ? 1 : NaN;
}

/** Whether two values are the same JSON: numbers by value, objects by properties in any order, strings by case. */
export function deepEquals(a: unknown, b: unknown): boolean {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) === 0;
  if (isArray(a) && isArray(b)) {
    return a.length === b.length && a.every((item, index) => deepEquals(item, b[index]));
  }
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && deepEquals(a[name], b[name]))
    );
  }
  return a === b;
}
