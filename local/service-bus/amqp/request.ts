import rhea from 'rhea';
import { z } from 'zod';
import { sectionCodes, sectionsOf } from '../wire/sections.ts';
import { itemsOf } from '../wire/values.ts';

const Envelope = z.object({
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
  /** Encoded: there are ids of several types, and the reply has to have the same. */
  readonly messageId: Buffer | undefined;
}

/** Throws when it is no message. */
export function decodeRequest(encoded: Buffer): Request {
  // Only what is there: rhea's message has nothing for what was null.
  const message = new Map<string, unknown>(Object.entries(rhea.message.decode(encoded)));
  const { reply_to, application_properties } = Envelope.parse(Object.fromEntries(message));
  const properties = sectionsOf(encoded).find(({ code }) => code === sectionCodes.properties);
  const operation = application_properties['operation'];
  return {
    operation: typeof operation === 'string' ? operation : '',
    properties: application_properties,
    body: message.get('body'),
    encoded,
    replyTo: reply_to,
    messageId: properties && itemsOf(properties.bytes)[0],
  };
}
