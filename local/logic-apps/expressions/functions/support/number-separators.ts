import { invalidTemplate } from '../../template-error.ts';

/** What stands between groups of digits and before the fraction in a locale such as `de-DE`. Throws InvalidTemplate. */
export function separatorsOf(locale: string): { group: string; decimal: string } {
  const parts = numberFormat(locale).formatToParts(-1_234_567.8);
  const find = (type: string, otherwise: string) =>
    parts.find((part) => part.type === type)?.value ?? otherwise;
  return { group: find('group', ','), decimal: find('decimal', '.') };
}

function numberFormat(locale: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale === '' ? 'en-US' : locale, { useGrouping: true });
  } catch {
    throw invalidTemplate(`The locale '${locale}' is not valid.`);
  }
}
