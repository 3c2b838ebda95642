/** A region that lacked room is let alone for so long: capacity comes back in minutes or hours, and a try costs one. */
const coolMs = 10 * 60_000;

export function coolUntil(now: Date): Date {
  return new Date(now.getTime() + coolMs);
}

/**
 * The first region in order of preference that has not lacked room lately; when all of them have, the one that is to
 * be tried again soonest. Throws when there is none to choose from.
 */
export function preferredRegion(
  regions: readonly string[],
  coolUntilOf: ReadonlyMap<string, Date>,
  now: Date,
): string {
  const readyAt = (region: string): number =>
    Math.max(now.getTime(), coolUntilOf.get(region)?.getTime() ?? 0);
  const [first] = regions.toSorted((one, other) => readyAt(one) - readyAt(other));
  if (first === undefined) throw new Error('There is no region to choose from.');
  return first;
}
