import rhea from 'rhea';
import { z } from 'zod';

const Envelope = z.object({
  message_id: z.union([z.string(), z.number(), z.instanceof(Buffer)]).optional(),
  reply_to: z.string().optional(),
  application_properties: z.record(z.string(), z.unknown()).default({}),
});

/** A question to $cbs or to the $management of an entity. */
export interface Request {
  readonly operation: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** As rhea decodes an AMQP value. */
  readonly body: unknown;
  /** The whole message, for what has to keep its types. */
  readonly encoded: Buffer;
  readonly replyTo: string | undefined;
  readonly messageId: string | number | Buffer | undefined;
}

/** Throws when it is no message. */
export function decodeRequest(encoded: Buffer): Request {
  // Only what is there: rhea's message has nothing for what was null.
  const message = new Map<string, unknown>(Object.entries(rhea.message.decode(encoded)));
  const { message_id, reply_to, application_properties } = Envelope.parse(
    Object.fromEntries(message),
  );
  const operation = application_properties['operation'];
  return {
    operation: typeof operation === 'string' ? operation : '',
    properties: application_properties,
    body: message.get('body'),
    encoded,
    replyTo: reply_to,
    messageId: message_id,
  };
}
