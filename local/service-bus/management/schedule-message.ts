import rhea from 'rhea';
import { z } from 'zod';
import { parseMessage } from '../message/incoming-message.ts';
import { type ManagementOperation, ok } from './operation.ts';

const Body = z.object({
  messages: z.array(z.object({ message: z.instanceof(Buffer) })).min(1),
});
const longCode = 0x81;

/** When each message is due stands in its annotations; the sequence numbers serve to cancel. */
export const scheduleMessage: ManagementOperation = async ({ body, queue }) => {
  const { messages } = Body.parse(body);
  const sequences = await queue.enqueue(messages.map(({ message }) => parseMessage(message)));
  return ok({ 'sequence-numbers': rhea.types.wrap_array(sequences, longCode, undefined) });
};
