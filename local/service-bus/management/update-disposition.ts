import { z } from 'zod';
import { BrokerError } from '../broker-error.ts';
import type { PropertyChanges } from '../message/application-properties.ts';
import { abandon } from '../settlement/abandon.ts';
import { complete } from '../settlement/complete.ts';
import { deadLetter } from '../settlement/dead-letter.ts';
import { deadLetterProperties } from '../settlement/dead-letter-properties.ts';
import { defer } from '../settlement/defer.ts';
import type { Settlement } from '../settlement/settlement.ts';
import { LockTokens } from './fields.ts';
import { type ManagementOperation, ok } from './operation.ts';
import { propertiesToModify } from './properties-to-modify.ts';

const Body = z.object({
  'lock-tokens': LockTokens,
  'disposition-status': z.string(),
  'deadletter-reason': z.string().optional(),
  'deadletter-description': z.string().optional(),
});

/** Settles messages whose link is gone, and deferred ones, which have none. */
export const updateDisposition: ManagementOperation = async ({ body, encoded, queue }) => {
  const request = Body.parse(body);
  const settlement = settlementOf(request, propertiesToModify(encoded));
  await Promise.all(request['lock-tokens'].map((token) => queue.settle(token, settlement)));
  return ok();
};

function settlementOf(request: z.infer<typeof Body>, properties: PropertyChanges): Settlement {
  const status = request['disposition-status'];
  switch (status) {
    case 'completed':
      return complete;
    case 'abandoned':
      return abandon(properties);
    // So it is spelled in the protocol.
    case 'defered':
      return defer(properties);
    case 'suspended': {
      const why = deadLetterProperties(
        request['deadletter-reason'],
        request['deadletter-description'],
      );
      return deadLetter(new Map([...properties, ...why]));
    }
    default:
      throw BrokerError.argument(`There is no disposition-status '${status}'.`);
  }
}
