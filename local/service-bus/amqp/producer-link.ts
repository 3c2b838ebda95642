import type { Delivery, EventContext, Receiver } from 'rhea';
import { BrokerError } from '../broker-error.ts';
import { type IncomingMessage, parseBatch, parseMessage } from '../message/incoming-message.ts';
import type { MessageQueue } from '../queue/message-queue.ts';
import { writeApart } from '../rhea/write-dispositions-apart.ts';
import { MalformedValue } from '../wire/values.ts';
import { isPlainMessage } from '../rhea/raw-transfers.ts';
import { WorkInFlight } from './work-in-flight.ts';

/** Of Service Bus Standard: https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas */
export const maxMessageSize = 256 * 1024;

/** Several messages in one transfer, as the clients of Service Bus send them. */
const batchFormat = 0x8001_3700;

/** Takes what a client sends into the queue, and accepts it when it is there for good. */
export function receiveInto(
  queue: MessageQueue,
  link: Receiver,
  clientWork: WorkInFlight,
): WorkInFlight {
  const work = new WorkInFlight(clientWork);
  link.on('message', ({ delivery, message }: EventContext) => {
    if (!delivery) return;
    const taken = take(queue, delivery, message).then(
      () => {
        if (!delivery.remote_settled) delivery.accept();
      },
      (error: unknown) => {
        if (delivery.remote_settled) return;
        const { condition, message: description } = toBrokerError(error);
        writeApart(link.session, () => {
          delivery.reject({ condition, description });
        });
      },
    );
    work.add(taken);
  });
  return work;
}

async function take(queue: MessageQueue, delivery: Delivery, message: unknown): Promise<void> {
  if (!Buffer.isBuffer(message)) throw BrokerError.internal('rhea has decoded a message.');
  if (message.length > maxMessageSize)
    throw BrokerError.messageTooLarge(message.length, maxMessageSize);
  await queue.enqueue(messagesOf(message, delivery.format));
}

function messagesOf(encoded: Buffer, format: number): IncomingMessage[] {
  if (format === batchFormat) return parseBatch(encoded);
  if (isPlainMessage(format)) return [parseMessage(encoded)];
  throw BrokerError.notImplemented(`the message format 0x${format.toString(16)}`);
}

function toBrokerError(error: unknown): BrokerError {
  if (error instanceof BrokerError) return error;
  if (error instanceof MalformedValue || error instanceof RangeError)
    return BrokerError.malformed(`The message can not be read: ${error.message}.`);
  return BrokerError.internal(String(error));
}
