import { z } from 'zod';
import { encodeDelivery, withoutBody } from '../message/encode-delivery.ts';
import { SequenceNumber } from './fields.ts';
import { type ManagementOperation, ok } from './operation.ts';

const Body = z.object({
  'from-sequence-number': SequenceNumber,
  'message-count': z.int().positive(),
  'omit-message-body': z.boolean().optional(),
});

/** https://learn.microsoft.com/azure/service-bus-messaging/message-browsing#peek-apis */
const mostMessages = 250;
/** The service ends a reply about there; who wants more asks again. */
const mostBytes = 1024 * 1024;

/** Shows messages in whatever state, in the order of sequence numbers, and takes none. */
export const peekMessage: ManagementOperation = ({ body, queue }) => {
  const request = Body.parse(body);
  const count = Math.min(request['message-count'], mostMessages);
  const found = queue.peek(request['from-sequence-number'], count);
  if (found.length === 0) return { statusCode: 204, description: 'No content' };
  const messages: { message: Buffer }[] = [];
  let bytes = 0;
  for (const stored of found) {
    const message = encodeDelivery(request['omit-message-body'] ? withoutBody(stored) : stored);
    bytes += message.length;
    if (bytes > mostBytes && messages.length > 0) break;
    messages.push({ message });
  }
  return ok({ messages });
};
