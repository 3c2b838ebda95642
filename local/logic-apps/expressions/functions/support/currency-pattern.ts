import { TemplateError } from '../../template-error.ts';

/** What stands around the digits of an amount. */
interface NumberPattern {
  readonly around: (digits: string) => string;
  readonly places: number;
}

const euro = ['AT', 'BE', 'DE', 'ES', 'FI', 'FR', 'GR', 'IE', 'IT', 'NL', 'PT'];

/** The currencies of the regions that are known here; JavaScript has no such table. */
const currencies: ReadonlyMap<string, string> = new Map([
  ...euro.map((region) => [region, 'EUR'] as const),
  ['AU', 'AUD'],
  ['BR', 'BRL'],
  ['CA', 'CAD'],
  ['CH', 'CHF'],
  ['CN', 'CNY'],
  ['DK', 'DKK'],
  ['GB', 'GBP'],
  ['IN', 'INR'],
  ['IS', 'ISK'],
  ['JP', 'JPY'],
  ['KR', 'KRW'],
  ['MX', 'MXN'],
  ['NO', 'NOK'],
  ['NZ', 'NZD'],
  ['PL', 'PLN'],
  ['SE', 'SEK'],
  ['US', 'USD'],
]);

/** How a locale writes an amount of its currency. Throws NotImplemented for a region that is not known here. */
export function currencyPattern(locale: string, negative: boolean): NumberPattern {
  const region = new Intl.Locale(locale).maximize().region ?? '';
  const currency = currencies.get(region);
  if (currency === undefined) {
    throw new TemplateError(
      'NotImplemented',
      `The currency of locale '${locale}' is not implemented by this runner.`,
    );
  }
  const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  return patternOf(new Intl.NumberFormat(locale, options), negative);
}

export const percentPattern = (locale: string, negative: boolean): NumberPattern =>
  patternOf(new Intl.NumberFormat(locale, { style: 'percent' }), negative);

function patternOf(format: Intl.NumberFormat, negative: boolean): NumberPattern {
  const parts = format.formatToParts(negative ? -1 : 1);
  const digits = new Set(['integer', 'group', 'decimal', 'fraction']);
  const first = parts.findIndex(({ type }) => digits.has(type));
  const textOf = (from: number, to: number) =>
    parts
      .slice(from, to)
      .filter(({ type }) => !digits.has(type))
      .map(({ value }) => value)
      .join('');
  const [before, after] = [textOf(0, first), textOf(first, parts.length)];
  return {
    around: (amount) => `${before}${amount}${after}`,
    places: format.resolvedOptions().maximumFractionDigits ?? 2,
  };
}
