import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import type { Logger } from 'pino';

interface SettleOptions {
  readonly receiver: Pick<ServiceBusReceiver, 'completeMessage' | 'abandonMessage'>;
  readonly autoComplete: boolean;
  readonly log: Logger;
}

/**
 * After a success the message is completed, or, without autoComplete, left locked; after a failure it is abandoned, and
 * the broker delivers it again or dead-letters it. Never rejects: what could not be settled is delivered again.
 */
export async function settle(
  message: ServiceBusReceivedMessage,
  hasSucceeded: boolean,
  { receiver, autoComplete, log }: SettleOptions,
): Promise<void> {
  try {
    if (!hasSucceeded) await receiver.abandonMessage(message);
    else if (autoComplete) await receiver.completeMessage(message);
  } catch (error) {
    const what = `a message could not be ${hasSucceeded ? 'completed' : 'abandoned'}`;
    log.warn({ messageId: message.messageId, err: error }, what);
  }
}
