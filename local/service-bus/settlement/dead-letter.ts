import { BrokerError } from '../broker-error.ts';
import type { PropertyChanges } from '../message/application-properties.ts';
import type { Settlement } from './settlement.ts';

/** The message can not be processed; `properties` say why. From a dead-letter queue it can go nowhere else. */
export function deadLetter(properties: PropertyChanges): Settlement {
  return (message, rules) =>
    rules.isDeadLetterQueue
      ? {
          kind: 'refuse',
          error: BrokerError.notAllowed(
            'A message of a dead-letter queue can not be dead-lettered.',
          ),
        }
      : { kind: 'dead-letter', deliveryCount: message.deliveryCount, properties };
}
