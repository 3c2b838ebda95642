import type { PropertyChanges } from '../message/application-properties.ts';
import type { Settlement } from './settlement.ts';

/** The message waits until somebody asks for it by its number; the service counts that as a failed delivery. */
export function defer(properties?: PropertyChanges): Settlement {
  return (message, rules) => ({
    kind: 'keep',
    state: 'deferred',
    deliveryCount: message.deliveryCount + (rules.isDeadLetterQueue ? 0 : 1),
    ...(properties ? { properties } : {}),
  });
}
