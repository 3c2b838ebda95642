import { deadLetterProperties } from './dead-letter-properties.ts';
import type { Settlement } from './settlement.ts';

/** https://learn.microsoft.com/azure/service-bus-messaging/message-expiration */
export const timeToLiveExpiry: Settlement = (message, rules) =>
  rules.deadLetteringOnMessageExpiration
    ? {
        kind: 'dead-letter',
        deliveryCount: message.deliveryCount,
        properties: deadLetterProperties(
          'TTLExpiredException',
          'The message expired and was dead lettered.',
        ),
      }
    : { kind: 'remove' };
