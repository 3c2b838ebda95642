import type { Delivery } from 'rhea';
import { deliveryInternals } from './internals.ts';

/** In one session: one old delivery that nobody settles holds all places after its own. */
export const sessionBufferSize = { outgoing: 100_000, incoming: 2048 };

/**
 * Trap 4: a delivery in settle mode "second" keeps its place in the session's ring of 2048 until the receiver settles it
 * once more, which the clients of Service Bus never do. With this it is free when we have settled it.
 */
export function settleDelivery(delivery: Delivery, state: unknown): void {
  delivery.update(true, state);
  deliveryInternals(delivery).remote_settled = true;
}
