import rhea from 'rhea';
import { encodeDescribed, encodeList, nullValue } from '../wire/encode.ts';
import { sectionCodes, sectionsOf } from '../wire/sections.ts';
import type { Request } from './request.ts';

export interface Reply {
  readonly statusCode: number;
  readonly description: string;
  readonly errorCondition?: string;
  /** An AMQP map; values may have rhea's types. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** $cbs and $management name the same things differently. */
export interface ReplyNames {
  readonly statusCode: string;
  readonly description: string;
  readonly errorCondition: string;
}

const correlationField = 5;

/** The answer to a request, encoded; the clients want the code as an AMQP int. */
export function encodeReply(request: Request, reply: Reply, names: ReplyNames): Buffer {
  const { statusCode, description, errorCondition, body = {} } = reply;
  const encoded = rhea.message.encode({
    application_properties: {
      [names.statusCode]: rhea.types.wrap_int(statusCode),
      [names.description]: description,
      ...(errorCondition === undefined
        ? {}
        : { [names.errorCondition]: rhea.types.wrap_symbol(errorCondition) }),
    },
    body,
  });
  const fields: Buffer[] = Array.from({ length: correlationField }, () => nullValue);
  const properties = encodeList([...fields, request.messageId ?? nullValue]);
  return Buffer.concat([
    encodeDescribed(sectionCodes.properties, properties),
    ...sectionsOf(encoded)
      .filter(({ code }) => code > sectionCodes.properties)
      .map(({ bytes }) => bytes),
  ]);
}
