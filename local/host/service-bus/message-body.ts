import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { RpcData } from '../worker/types.ts';

/**
 * The body as the function gets it: text, of which the programming model parses what is JSON, or bytes where `dataType`
 * is `binary`. Throws, as the extension does, for an AMQP value or sequence that is neither.
 */
export function bodyOf(message: ServiceBusReceivedMessage, isBinary: boolean): RpcData {
  const body = contentOf(message);
  if (isBinary) {
    if (typeof body !== 'string') return { bytes: body };
    throw new Error('A message whose body is an AMQP value can not be bound to bytes.');
  }
  return { string: typeof body === 'string' ? body : body.toString('utf8') };
}

/** The bodies of a batch; as Azure's host does, it leaves out empty ones. */
export function bodiesOf(
  messages: readonly ServiceBusReceivedMessage[],
  isBinary: boolean,
): RpcData {
  const bodies = messages.map((message) => bodyOf(message, isBinary));
  if (isBinary) return { collectionBytes: { bytes: bodies.flatMap(({ bytes }) => bytes ?? []) } };
  const texts = bodies.flatMap(({ string }) =>
    string === undefined || string === '' ? [] : string,
  );
  return { collectionString: { string: texts } };
}

/** Bytes of the data sections, or the text of a value section. */
function contentOf({ body, _rawAmqpMessage }: ServiceBusReceivedMessage): Buffer | string {
  const content: unknown = body;
  const { bodyType } = _rawAmqpMessage;
  if (Buffer.isBuffer(content)) return content;
  if (bodyType === 'data' && Array.isArray(content))
    return Buffer.concat(content.filter((part) => Buffer.isBuffer(part)));
  if (typeof content === 'string') return content;
  throw new Error(
    `A message whose body is an AMQP ${bodyType ?? 'value'} (${typeof content}) can not be bound to text.`,
  );
}
