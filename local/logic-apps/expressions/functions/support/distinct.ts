import { deepEquals } from '../../values/compare.ts';

/** The items without those that equal one before them. */
export function distinct(items: readonly unknown[]): readonly unknown[] {
  const seen = new Set<unknown>();
  const large: unknown[] = [];
  return items.filter((item) => {
    if (typeof item === 'string' || typeof item === 'boolean' || item === null) {
      return seen.has(item) ? false : Boolean(seen.add(item));
    }
    if (large.some((other) => deepEquals(other, item))) return false;
    large.push(item);
    return true;
  });
}
