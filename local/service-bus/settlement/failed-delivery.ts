import type { PropertyChanges } from '../message/application-properties.ts';
import type { MessageFacts } from '../message/stored-message.ts';
import type { QueueRules } from '../queue/queue-rules.ts';
import { deadLetterProperties } from './dead-letter-properties.ts';
import { stateAfterUse, type Verdict } from './settlement.ts';

/**
 * Counts one more failed delivery; the one that reaches the maximum dead-letters the message. A dead-letter queue does
 * not count. https://learn.microsoft.com/azure/service-bus-messaging/service-bus-dead-letter-queues#maximum-delivery-count
 */
export function failedDelivery(
  message: MessageFacts,
  rules: QueueRules,
  properties?: PropertyChanges,
): Verdict {
  const state = stateAfterUse(message);
  const changes = properties ? { properties } : {};
  if (rules.isDeadLetterQueue)
    return { kind: 'keep', state, deliveryCount: message.deliveryCount, ...changes };
  const deliveryCount = message.deliveryCount + 1;
  if (deliveryCount < rules.maxDeliveryCount)
    return { kind: 'keep', state, deliveryCount, ...changes };
  const reason = deadLetterProperties(
    'MaxDeliveryCountExceeded',
    `Message could not be consumed after ${rules.maxDeliveryCount} delivery attempts.`,
  );
  return {
    kind: 'dead-letter',
    deliveryCount,
    properties: new Map([...(properties ?? []), ...reason]),
  };
}
