import type { EventContext, Receiver } from 'rhea';
import { ZodError } from 'zod';
import { BrokerError } from '../broker-error.ts';
import { afterDispositions } from '../rhea/after-dispositions.ts';
import { tellDispositions } from '../rhea/dispositions-first.ts';
import { MalformedValue } from '../wire/values.ts';
import type { Client } from './client.ts';
import { encodeReply, type Reply, type ReplyNames } from './reply.ts';
import { decodeRequest, type Request } from './request.ts';
import type { WorkInFlight } from './work-in-flight.ts';

export interface RequestNode {
  /** Lower case. */
  readonly address: string;
  readonly names: ReplyNames;
  readonly answer: (request: Request) => Reply | Promise<Reply>;
}

/** Answers what a client asks of a node, on the link on which it waits for that. */
export function answerRequests(link: Receiver, client: Client, node: RequestNode): void {
  link.on('message', ({ delivery, message }: EventContext) => {
    const encoded: unknown = message;
    if (!delivery || !Buffer.isBuffer(encoded)) return;
    let request: Request;
    try {
      request = decodeRequest(encoded);
    } catch {
      delivery.reject({ condition: 'amqp:decode-error', description: 'This is no request.' });
      return;
    }
    if (!delivery.remote_settled) delivery.accept();
    tellDispositions(link.session);
    void answerAfter(client.work, request, node).then((reply) => {
      afterDispositions(() => {
        const sender = client.findReplyLink(link.session, node.address, request.replyTo);
        if (sender?.is_open()) sender.send(encodeReply(request, reply, node.names), undefined, 0);
      });
    });
  });
}

/** Some clients settle without waiting for an answer, and ask for what they have just deferred. */
async function answerAfter(
  work: WorkInFlight,
  request: Request,
  node: RequestNode,
): Promise<Reply> {
  try {
    await work.done();
    return await node.answer(request);
  } catch (error) {
    const { statusCode, message, condition } = toBrokerError(error);
    return { statusCode, description: message, errorCondition: condition };
  }
}

function toBrokerError(error: unknown): BrokerError {
  if (error instanceof BrokerError) return error;
  if (error instanceof ZodError) {
    const wrong = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return BrokerError.argument(`The request is wrong: ${wrong.join('; ')}`);
  }
  if (error instanceof MalformedValue)
    return BrokerError.argument(`The request can not be read: ${error.message}`);
  return BrokerError.internal(String(error));
}
