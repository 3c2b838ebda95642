import { Decimal } from '../../values/decimal.ts';
import {
  type ExpressionNumber,
  float,
  fromBigInt,
  isInteger,
  toDecimal,
  toDouble,
} from '../../values/numbers.ts';
import { functionError } from '../function-errors.ts';

/** An operation for each type of number. */
interface Operation {
  readonly integers: (a: bigint, b: bigint) => bigint;
  readonly doubles: (a: number, b: number) => number;
  /** `undefined` when the result does not fit. */
  readonly decimals: (a: Decimal, b: Decimal) => Decimal | undefined;
}

/**
 * The result in the wider type of the two: int64, double, decimal. Throws InvalidTemplate when an int64 or decimal
 * overflows; a double becomes infinite.
 */
export function calculate(
  name: string,
  [a, b]: readonly [ExpressionNumber, ExpressionNumber],
  operation: Operation,
): ExpressionNumber {
  const result = resultOf(a, b, operation);
  if (result !== undefined) return result;
  throw functionError(name, 'failed: Arithmetic operation resulted in an overflow.');
}

function resultOf(a: ExpressionNumber, b: ExpressionNumber, operation: Operation) {
  if (a instanceof Decimal || b instanceof Decimal) {
    const [left, right] = [toDecimal(a), toDecimal(b)];
    return left && right && operation.decimals(left, right);
  }
  if (isInteger(a) && isInteger(b)) {
    return fromBigInt(operation.integers(BigInt(a), BigInt(b)));
  }
  return float(operation.doubles(toDouble(a), toDouble(b)));
}

/** Division and remainder have no value for a divisor of zero, whatever the type. */
export function refuseZero(name: string, divisor: ExpressionNumber): void {
  if (toDouble(divisor) !== 0) return;
  throw functionError(
    name,
    `failed: Attempt to divide an integral or decimal value by zero in function '${name}'.`,
  );
}
