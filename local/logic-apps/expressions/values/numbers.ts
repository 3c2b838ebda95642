import { Decimal } from './decimal.ts';

/**
 * A whole number of the type double, as in the literal `5.0`. All else needs no class: a `number` with a fraction is
 * a float, one without is an integer, as when JSON is read; a `bigint` is an integer beyond 2^53.
 */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

export type Integer = number | bigint;
export type ExpressionNumber = number | bigint | Float | Decimal;

const twoTo63 = 2 ** 63;

export function isInteger(value: unknown): value is Integer {
  if (typeof value === 'bigint') return true;
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < twoTo63;
}

export function isNumber(value: unknown): value is ExpressionNumber {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    value instanceof Float ||
    value instanceof Decimal
  );
}

/** A number of the type double. */
export const float = (value: number): number | Float =>
  isInteger(value) ? new Float(value) : value;

/** An int64, or `undefined` where 64 bits do not hold it. */
export function fromBigInt(value: bigint): Integer | undefined {
  if (BigInt.asIntN(64, value) !== value) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

export function toDouble(value: ExpressionNumber): number {
  if (value instanceof Float) return value.value;
  return Number(value instanceof Decimal ? value.toString() : value);
}

export function toDecimal(value: ExpressionNumber): Decimal | undefined {
  if (value instanceof Decimal) return value;
  if (isInteger(value)) return Decimal.of(BigInt(value));
  return Decimal.fromDouble(toDouble(value));
}
