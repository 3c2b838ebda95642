import { BrokerError } from '../broker-error.ts';

export type Address =
  | { readonly kind: 'cbs' }
  | {
      readonly kind: 'queue' | 'management';
      /** As the client wrote it, without host and node. */
      readonly queue: string;
      readonly isDeadLetters: boolean;
    };

const management = /\/\$management$/i;
const deadLetters = /\/\$deadletterqueue$/i;
const transferDeadLetters = /\/\$transfer\/\$deadletterqueue$/i;
const subscription = /\/subscriptions\//i;

/** The node that a link is to; throws for those that are not emulated. Names of nodes have no case. */
export function parseAddress(text: string): Address {
  const path = text.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/^\/+|\/+$/g, '');
  if (path.toLowerCase() === '$cbs') return { kind: 'cbs' };
  const kind = management.test(path) ? 'management' : 'queue';
  const entity = path.replace(management, '');
  if (subscription.test(entity))
    throw BrokerError.notImplemented(`topics and subscriptions ('${entity}')`);
  if (transferDeadLetters.test(entity))
    throw BrokerError.notImplemented(`transfer dead-letter queues ('${entity}')`);
  const queue = entity.replace(deadLetters, '');
  return { kind, queue, isDeadLetters: queue !== entity };
}
