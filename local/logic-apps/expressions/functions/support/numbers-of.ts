import { type ExpressionNumber, isNumber } from '../../values/numbers.ts';
import { isArray } from '../../values/type-name.ts';
import { number } from '../argument-types.ts';
import { functionError, wrongType } from '../function-errors.ts';

/** The numbers that `max` and `min` look through: their arguments, or the items of the only one. */
export function numbersOf(name: string, args: readonly unknown[]): readonly ExpressionNumber[] {
  const [start] = args;
  const values = args.length === 1 && isArray(start) ? start : args;
  if (values.length === 0) throw functionError(name, 'expects at least one number.');
  return values.map((value, index) => {
    if (isNumber(value)) return value;
    throw wrongType({ name, type: number, index, only: false, value });
  });
}
