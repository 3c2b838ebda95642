import type { BrokerError } from '../broker-error.ts';
import type { PropertyChanges } from '../message/application-properties.ts';
import type { MessageFacts } from '../message/stored-message.ts';
import type { QueueRules } from '../queue/queue-rules.ts';

/** What becomes of a message. */
export type Verdict =
  | { readonly kind: 'remove' }
  | {
      readonly kind: 'keep';
      readonly state: 'active' | 'deferred';
      readonly deliveryCount: number;
      readonly properties?: PropertyChanges;
    }
  | {
      readonly kind: 'dead-letter';
      readonly deliveryCount: number;
      readonly properties: PropertyChanges;
    }
  /** The message is free again, as if it had not been delivered. */
  | { readonly kind: 'refuse'; readonly error: BrokerError };

/** Decides what becomes of a delivered message; pure. */
export type Settlement = (message: MessageFacts, rules: QueueRules) => Verdict;

/** Settling a deferred message otherwise than by taking it leaves it deferred. */
export function stateAfterUse({ state }: MessageFacts): 'active' | 'deferred' {
  return state === 'deferred' ? 'deferred' : 'active';
}
