import { Decimal } from '../../values/decimal.ts';
import { type ExpressionNumber, isInteger, toDouble } from '../../values/numbers.ts';

/** A number as its decimal digits before and after the point. */
interface DecimalDigits {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

/** All digits of a finite number, or of a double only the significant ones. */
export function digitsOf(value: ExpressionNumber, significant?: number): DecimalDigits {
  if (isInteger(value) || value instanceof Decimal) return split(value.toString());
  const double = toDouble(value);
  if (significant !== undefined) {
    const [mantissa = '', exponent = '0'] = double.toExponential(significant - 1).split('e');
    return shift(split(mantissa), Number(exponent));
  }
  return split(Math.abs(double) < 1e21 ? double.toFixed(100) : String(BigInt(double)));
}

function split(text: string): DecimalDigits {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return { negative: text.startsWith('-'), whole, fraction };
}

/** The number times ten to the power of `places`. */
export function shift({ negative, whole, fraction }: DecimalDigits, places: number): DecimalDigits {
  const padded = `${whole.padStart(-places + 1, '0')}${fraction.padEnd(places, '0')}`;
  const point = Math.max(whole.length, -places + 1) + places;
  return { negative, whole: padded.slice(0, point), fraction: padded.slice(point) };
}

/** The number with that many digits after the point, half away from zero. */
export function round({ negative, whole, fraction }: DecimalDigits, places: number): DecimalDigits {
  const kept = fraction.slice(0, places).padEnd(places, '0');
  const up = (fraction[places] ?? '0') >= '5' ? 1n : 0n;
  const digits = String(BigInt(`${whole}${kept}`) + up).padStart(places + 1, '0');
  const point = digits.length - places;
  const isZero = /^0*$/.test(digits);
  return {
    negative: negative && !isZero,
    whole: digits.slice(0, point),
    fraction: digits.slice(point),
  };
}

export const grouped = (whole: string, separator: string): string =>
  whole.replace(/\B(?=(?:\d{3})+$)/g, separator);
