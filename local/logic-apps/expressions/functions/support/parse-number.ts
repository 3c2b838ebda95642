import { Decimal } from '../../values/decimal.ts';
import { fromBigInt, type Integer } from '../../values/numbers.ts';
import { separatorsOf } from './number-separators.ts';

interface DoubleOptions {
  /** `''` is the invariant culture. */
  readonly locale: string;
  readonly trailingSign?: boolean;
}

const double = /^([+-]?)(\d[\d,]*)?(\.\d*)?(e[+-]?\d+)?([+-]?)$/i;
const decimal = /^([+-]?)(\d[\d,]*)?(\.\d*)?([+-]?)$/;
const int64 = /^([+-]?\d[\d,]*)(?:e[+]?(\d{1,3}))?$/i;

/**
 * A double as .NET reads one: spaces around, a sign on either side, group separators anywhere before the decimal one.
 * https://learn.microsoft.com/dotnet/api/system.globalization.numberstyles
 */
export function parseDouble(
  text: string,
  { locale, trailingSign = true }: DoubleOptions,
): number | undefined {
  const trimmed = text.trim();
  if (/^[+-]?nan$/i.test(trimmed)) return NaN;
  const infinity = /^([+-]?)infinity$/i.exec(trimmed);
  if (infinity) return locale === '' ? Number(`${infinity[1] ?? ''}Infinity`) : undefined;
  const found = double.exec(inInvariant(trimmed, locale));
  if (!found) return undefined;
  const [, before = '', whole = '', fraction = '', exponent = '', after = ''] = found;
  if (!/\d/.test(whole + fraction) || (after !== '' && (before !== '' || !trailingSign))) {
    return undefined;
  }
  return Number(`${before}${after}${whole.replaceAll(',', '')}${fraction}${exponent}`);
}

/** A decimal as .NET reads one: as above, without an exponent. */
export function parseDecimal(text: string): Decimal | undefined {
  const [match, before = '', whole = '', fraction = '', after = ''] =
    decimal.exec(text.trim()) ?? [];
  if (match === undefined || !/\d/.test(whole + fraction) || (before !== '' && after !== '')) {
    return undefined;
  }
  return Decimal.parse(`${before}${after}${whole.replaceAll(',', '') || '0'}${fraction}`);
}

/** An int64 in all its digits. */
export function parseInt64(text: string): Integer | undefined {
  const [match, digits = '', exponent = '0'] = int64.exec(text.trim()) ?? [];
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
  return Array.from(text, change).join('');
}
