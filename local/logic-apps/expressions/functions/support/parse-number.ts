import { Decimal } from '../../values/decimal.ts';
import { fromBigInt, type Integer } from '../../values/numbers.ts';
import { separatorsOf } from './number-separators.ts';

interface DoubleOptions {
  /** `''` is the invariant culture. */
  readonly locale: string;
  readonly trailingSign?: boolean;
}

const double = /^\s*([+-]?)(\d[\d,]*)?(\.\d*)?(e[+-]?\d+)?([+-]?)\s*$/i;
const decimal = /^\s*([+-]?)(\d[\d,]*)?(\.\d*)?([+-]?)\s*$/;
const int64 = /^\s*([+-]?\d[\d,]*)(?:e[+]?(\d{1,3}))?\s*$/i;

/**
 * A double as .NET reads one: spaces around, a sign on either side, group separators anywhere before the decimal one.
 * https://learn.microsoft.com/dotnet/api/system.globalization.numberstyles
 */
export function parseDouble(
  text: string,
  { locale, trailingSign = true }: DoubleOptions,
): number | undefined {
  if (/^\s*[+-]?nan\s*$/i.test(text)) return NaN;
  const infinity = /^\s*([+-]?)infinity\s*$/i.exec(text);
  if (infinity) return locale === '' ? Number(`${infinity[1] ?? ''}Infinity`) : undefined;
  const found = double.exec(inInvariant(text, locale));
  if (!found) return undefined;
  const [, before = '', whole = '', fraction = '', exponent = '', after = ''] = found;
  if (!/\d/.test(whole + fraction) || (after !== '' && (before !== '' || !trailingSign))) {
    return undefined;
  }
  return Number(`${before}${after}${whole.replaceAll(',', '')}${fraction}${exponent}`);
}

/** A decimal as .NET reads one: as above, without an exponent. */
export function parseDecimal(text: string): Decimal | undefined {
  const [match, before = '', whole = '', fraction = '', after = ''] = decimal.exec(text) ?? [];
  if (match === undefined || !/\d/.test(whole + fraction) || (before !== '' && after !== '')) {
    return undefined;
  }
  return Decimal.parse(`${before}${after}${whole.replaceAll(',', '') || '0'}${fraction}`);
}

/** An int64 in all its digits. */
export function parseInt64(text: string): Integer | undefined {
  const [match, digits = '', exponent = '0'] = int64.exec(text) ?? [];
  if (match === undefined) return undefined;
  const whole = BigInt(digits.replaceAll(',', '').replace('+', ''));
  return fromBigInt(whole * 10n ** BigInt(exponent));
}

/** A whole double as an int64; NaN becomes the least one, as it does in .NET. */
export function doubleToInt64(value: number): Integer | undefined {
  if (Number.isNaN(value)) return fromBigInt(-(2n ** 63n));
  return Number.isInteger(value) ? fromBigInt(BigInt(value)) : undefined;
}

function inInvariant(text: string, locale: string): string {
  if (locale === '') return text;
  const { group, decimal: point } = separatorsOf(locale);
  const change = (character: string): string => {
    if (character === point) return '.';
    if (character === group || (/\s/.test(group) && character === ' ')) return ',';
    return character === '.' || character === ',' ? '?' : character;
  };
  return Array.from(text.trim(), change).join('');
}
