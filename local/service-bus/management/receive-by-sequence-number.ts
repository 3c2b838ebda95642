import rhea from 'rhea';
import { z } from 'zod';
import { encodeDelivery } from '../message/encode-delivery.ts';
import { uuidBytes } from '../wire/uuid.ts';
import { SequenceNumbers } from './fields.ts';
import { type ManagementOperation, ok } from './operation.ts';

const settleFirst = 0;
const Body = z.object({
  'sequence-numbers': SequenceNumbers,
  'receiver-settle-mode': z.number(),
});

/** Receives deferred messages: locked, or taken out of the queue in settle mode "first". */
export const receiveBySequenceNumber: ManagementOperation = async ({ body, queue }) => {
  const request = Body.parse(body);
  const sequences = request['sequence-numbers'];
  if (request['receiver-settle-mode'] === settleFirst) {
    const removed = await queue.removeDeferred(sequences);
    return ok({ messages: removed.map((message) => ({ message: encodeDelivery(message) })) });
  }
  const messages = queue.lockDeferred(sequences).map(({ message, lock }) => ({
    message: encodeDelivery(message, lock),
    'lock-token': rhea.types.wrap_uuid(uuidBytes(lock.token)),
  }));
  return ok({ messages });
};
