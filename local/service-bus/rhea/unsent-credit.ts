import type { LinkInternals } from './internals.ts';

/**
 * Trap 2: rhea lowers a link's credit when it writes a transfer, in the next tick; until then it would let us send for
 * the same credit again. `sent` counts what was handed to rhea on this link, plus what drains have used up.
 */
export function unsentCredit({ credit, delivery_count }: LinkInternals, sent: number): number {
  return Math.max(0, credit + delivery_count - sent);
}
