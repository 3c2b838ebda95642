import type { PropertyChanges } from '../message/application-properties.ts';
import { failedDelivery } from './failed-delivery.ts';
import type { Settlement } from './settlement.ts';

/** The delivery has failed; the message keeps its place in the queue. */
export function abandon(properties?: PropertyChanges): Settlement {
  return (message, rules) => failedDelivery(message, rules, properties);
}
