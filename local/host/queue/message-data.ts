import type { DequeuedMessageItem } from '@azure/storage-queue';
import type { RpcData } from '../worker/types.ts';

/** Thrown when a message is not what messageEncoding says; it counts as a failed run. */
class MessageEncodingError extends Error {
  constructor() {
    super(
      'The message is not base64, as messageEncoding of host.json wants it; send base64, or set extensions.queues.messageEncoding to "none".',
    );
    this.name = 'MessageEncodingError';
  }
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The body as the function gets it; the programming model parses a string that is JSON. */
export function decodeMessage(
  text: string,
  encoding: 'none' | 'base64',
  dataType: unknown,
): RpcData {
  if (encoding === 'base64' && !base64.test(text)) throw new MessageEncodingError();
  const bytes = Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8');
  return dataType === 'binary' ? { bytes } : { string: bytes.toString('utf8') };
}

/** https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#message-metadata */
export function messageMetadata(
  message: DequeuedMessageItem,
  body: RpcData,
): Record<string, RpcData> {
  return {
    QueueTrigger: body,
    Id: { string: message.messageId },
    PopReceipt: { string: message.popReceipt },
    DequeueCount: { int: message.dequeueCount },
    InsertionTime: timeOf(message.insertedOn),
    ExpirationTime: timeOf(message.expiresOn),
    NextVisibleTime: timeOf(message.nextVisibleOn),
  };
}

/** As Newtonsoft writes a DateTimeOffset in UTC: 2026-11-21T10:00:00+00:00. */
function timeOf(date: Date): RpcData {
  return { json: JSON.stringify(date.toISOString().replace(/(\.000)?Z$/, '+00:00')) };
}
