import type { MessageQueue } from '../queue/message-queue.ts';

export interface OperationContext {
  /** As rhea decodes an AMQP value. */
  readonly body: unknown;
  /** The whole request. */
  readonly encoded: Buffer;
  readonly queue: MessageQueue;
}

export interface OperationReply {
  readonly statusCode: number;
  readonly description: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Throws a BrokerError, or a ZodError when the request is not as it should be. */
export type ManagementOperation = (
  context: OperationContext,
) => OperationReply | Promise<OperationReply>;

export function ok(body?: Readonly<Record<string, unknown>>): OperationReply {
  return { statusCode: 200, description: 'OK', ...(body ? { body } : {}) };
}
