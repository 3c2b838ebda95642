import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { RpcData } from '../worker/types.ts';

type Metadata = Readonly<Record<string, RpcData>>;
type Value = string | number | object | undefined;

/** What .NET writes where a message never expires. */
const maxTime = '9999-12-31T23:59:59.9999999';

/**
 * Every property of a message that the extension gives, by the names it has there; the older `Label`, `UserProperties`
 * and times without an offset among them. Its clients and receivers, which say nothing to Node, are left out.
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus-trigger#message-metadata
 */
const properties: Readonly<Record<string, (message: ServiceBusReceivedMessage) => Value>> = {
  // On the wire it counts the deliveries that failed; .NET counts this one too.
  DeliveryCount: ({ deliveryCount }) => (deliveryCount ?? 0) + 1,
  DeadLetterSource: ({ deadLetterSource }) => deadLetterSource,
  LockToken: ({ lockToken }) => lockToken,
  ExpiresAtUtc: ({ expiresAtUtc }) => timeOf(expiresAtUtc),
  ExpiresAt: ({ expiresAtUtc }) => `${timeOf(expiresAtUtc)}+00:00`,
  EnqueuedTimeUtc: ({ enqueuedTimeUtc }) => timeOf(enqueuedTimeUtc),
  EnqueuedTime: ({ enqueuedTimeUtc }) => `${timeOf(enqueuedTimeUtc)}+00:00`,
  MessageId: ({ messageId }) => messageId?.toString(),
  ContentType: ({ contentType }) => contentType,
  ReplyTo: ({ replyTo }) => replyTo,
  SequenceNumber: ({ sequenceNumber }) => sequenceNumber?.toNumber(),
  To: ({ to }) => to,
  Subject: ({ subject }) => subject,
  Label: ({ subject }) => subject,
  CorrelationId: ({ correlationId }) => correlationId?.toString(),
  ApplicationProperties: ({ applicationProperties }) => applicationProperties ?? {},
  UserProperties: ({ applicationProperties }) => applicationProperties ?? {},
  SessionId: ({ sessionId }) => sessionId,
  ReplyToSessionId: ({ replyToSessionId }) => replyToSessionId,
  PartitionKey: ({ partitionKey }) => partitionKey,
};

/** What a message has not is left out. */
export function metadataOf(message: ServiceBusReceivedMessage): Metadata {
  const metadata: Record<string, RpcData> = {};
  for (const [name, read] of Object.entries(properties)) {
    const value = read(message);
    if (value !== undefined)
      metadata[name] = isText(name, value) ? { string: value } : jsonOf(value);
  }
  return metadata;
}

/** The same of a batch: `MessageIdArray` and so on. Of texts, as Azure's host does, it leaves out those that are missing. */
export function metadataOfBatch(messages: readonly ServiceBusReceivedMessage[]): Metadata {
  const metadata: Record<string, RpcData> = {};
  for (const [name, read] of Object.entries(properties)) {
    const values = messages.map(read);
    const texts = values.filter((value): value is string => isText(name, value) && value !== '');
    const isOfTexts = values.every((value) => value === undefined || isText(name, value));
    metadata[`${name}Array`] = isOfTexts ? { collectionString: { string: texts } } : jsonOf(values);
  }
  return metadata;
}

/** Times are texts in JSON here, and in .NET no texts at all. */
function isText(name: string, value: Value): value is string {
  return typeof value === 'string' && !/^(ExpiresAt|EnqueuedTime)/.test(name);
}

function jsonOf(value: unknown): RpcData {
  return { json: JSON.stringify(value) };
}

/** As Newtonsoft writes a DateTime: no more digits than needed. */
function timeOf(date: Date | undefined): string {
  return date ? date.toISOString().replace(/\.?0*Z$/, '') : maxTime;
}
