import { doubleText } from '../../values/double-text.ts';
import { type ExpressionNumber, isInteger, toDouble } from '../../values/numbers.ts';
import { toText } from '../../values/to-text.ts';
import { functionError } from '../function-errors.ts';
import { currencyPattern, percentPattern } from './currency-pattern.ts';
import { digitsOf, grouped, round, shift } from './decimal-digits.ts';
import { separatorsOf } from './number-separators.ts';

interface StandardFormat {
  readonly name: string;
  readonly value: ExpressionNumber;
  readonly specifier: string;
  readonly places: number | undefined;
  readonly locale: string;
}

/**
 * A number in one of .NET's standard formats. Throws InvalidTemplate for a format that is none or not for this type.
 * https://learn.microsoft.com/dotnet/standard/base-types/standard-numeric-format-strings
 */
export function formatStandard(format: StandardFormat): string {
  const { value, specifier, places, locale } = format;
  if (!Number.isFinite(toDouble(value))) return String(toDouble(value));
  switch (specifier.toUpperCase()) {
    case 'C': {
      const pattern = currencyPattern(locale, isNegative(value));
      return pattern.around(magnitude(value, places ?? pattern.places, locale));
    }
    case 'D':
      return formatInteger(format, 10);
    case 'E':
      return formatExponent(toDouble(value), places ?? 6, specifier);
    case 'F':
      return fixed(value, places ?? 2, { locale, group: false });
    case 'G':
    case 'R':
      return places ? doubleText(Number(toDouble(value).toPrecision(places))) : toText(value);
    case 'N':
      return fixed(value, places ?? 2, { locale, group: true });
    case 'P':
      return formatPercent(value, places ?? 2, locale);
    case 'X':
      return formatInteger(format, 16);
    default:
      throw functionError(format.name, `does not know the format '${specifier}'.`);
  }
}

const isNegative = (value: ExpressionNumber): boolean => toDouble(value) < 0;

const magnitude = (value: ExpressionNumber, places: number, locale: string): string =>
  fixed(value, places, { locale, group: true }).replace('-', '');

function fixed(
  value: ExpressionNumber,
  places: number,
  { locale, group }: { locale: string; group: boolean },
): string {
  const separators = separatorsOf(locale);
  const { negative, whole, fraction } = round(digitsOf(value), places);
  const digits = group ? grouped(whole, separators.group) : whole;
  return `${negative ? '-' : ''}${digits}${fraction && separators.decimal}${fraction}`;
}

function formatPercent(value: ExpressionNumber, places: number, locale: string): string {
  const { whole, fraction } = round(shift(digitsOf(value), 2), places);
  const separators = separatorsOf(locale);
  const digits = `${grouped(whole, separators.group)}${fraction && separators.decimal}${fraction}`;
  return percentPattern(locale, isNegative(value)).around(digits);
}

function formatExponent(value: number, places: number, letter: string): string {
  const [mantissa = '', exponent = ''] = value.toExponential(places).split('e');
  const digits = exponent.replace(/[+-]/, '').padStart(3, '0');
  return `${mantissa}${letter}${exponent.startsWith('-') ? '-' : '+'}${digits}`;
}

function formatInteger({ name, value, specifier, places = 1 }: StandardFormat, radix: 10 | 16) {
  if (!isInteger(value)) {
    throw functionError(name, `takes the format '${specifier}' for integers only.`);
  }
  if (radix === 10) {
    const digits = String(value).replace('-', '').padStart(places, '0');
    return `${value < 0 ? '-' : ''}${digits}`;
  }
  const digits = BigInt.asUintN(64, BigInt(value)).toString(16).padStart(places, '0');
  return specifier === 'X' ? digits.toUpperCase() : digits;
}
