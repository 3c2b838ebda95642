import rhea from 'rhea';
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

/** The answer to a request, encoded; the clients want the code as an AMQP int. */
export function encodeReply(request: Request, reply: Reply, names: ReplyNames): Buffer {
  const { statusCode, description, errorCondition, body = {} } = reply;
  return rhea.message.encode({
    correlation_id: request.messageId,
    application_properties: {
      [names.statusCode]: rhea.types.wrap_int(statusCode),
      [names.description]: description,
      ...(errorCondition === undefined
        ? {}
        : { [names.errorCondition]: rhea.types.wrap_symbol(errorCondition) }),
    },
    body,
  });
}
