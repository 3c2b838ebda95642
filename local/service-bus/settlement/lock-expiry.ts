import { failedDelivery } from './failed-delivery.ts';
import type { Settlement } from './settlement.ts';

/** Nobody has settled the message in time. */
export const lockExpiry: Settlement = (message, rules) => failedDelivery(message, rules);
