import { invalidTemplate } from '../../template-error.ts';

/** What stands between groups of digits and before the fraction in a locale such as `de-DE`. Throws InvalidTemplate. */
export function separatorsOf(locale: string): { group: string; decimal: string } {
  const parts = new Intl.NumberFormat(validLocale(locale)).formatToParts(-1_234_567.8);
  const find = (type: string, otherwise: string) =>
    parts.find((part) => part.type === type)?.value ?? otherwise;
  return { group: find('group', ','), decimal: find('decimal', '.') };
}

/** The locale as `Intl` takes it: the empty one is .NET's invariant culture. Throws InvalidTemplate. */
export function validLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale === '' ? 'en-US' : locale)[0] ?? 'en-US';
  } catch {
    throw invalidTemplate(`The locale '${locale}' is not valid.`);
  }
}
