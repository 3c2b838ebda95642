import { field } from '../rhea/field.ts';
import { encodeProperties } from '../rhea/encode-properties.ts';
import { abandon } from '../settlement/abandon.ts';
import { complete } from '../settlement/complete.ts';
import { deadLetter } from '../settlement/dead-letter.ts';
import { deadLetterProperties } from '../settlement/dead-letter-properties.ts';
import { defer } from '../settlement/defer.ts';
import { release } from '../settlement/release.ts';
import type { Settlement } from '../settlement/settlement.ts';

/** How Service Bus understands what AMQP says: https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide#receive-operations */
export function settlementOf(outcome: string, state: unknown): Settlement {
  switch (outcome) {
    case 'accepted':
      return complete;
    case 'rejected':
      return deadLetter(whyRejected(field(state, 'error')));
    case 'modified': {
      const properties = encodeProperties(fieldAt(state, 2));
      return field(state, 'undeliverable_here') === true ? defer(properties) : abandon(properties);
    }
    default:
      return release;
  }
}

/** The clients of Service Bus say why in the error's `info`; others have a condition and a description only. */
function whyRejected(error: unknown): ReadonlyMap<string, Buffer> {
  const condition = field(error, 'condition');
  const description = field(error, 'description');
  const isServiceBusClient = condition === 'com.microsoft:dead-letter';
  const own = deadLetterProperties(
    !isServiceBusClient && typeof condition === 'string' ? condition : undefined,
    !isServiceBusClient && typeof description === 'string' ? description : undefined,
  );
  return new Map([...own, ...(encodeProperties(fieldAt(error, 2)) ?? [])]);
}

/** A field of a composite with its AMQP type, which rhea's accessor by name would take off. */
function fieldAt(composite: unknown, index: number): unknown {
  return field(field(composite, 'value'), String(index));
}
