import { managementOperations } from '../management/operations.ts';
import { BrokerError } from '../broker-error.ts';
import type { MessageQueue } from '../queue/message-queue.ts';
import type { RequestNode } from './request-link.ts';

/** Requests and replies: https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response */
export function managementNode(address: string, queue: MessageQueue): RequestNode {
  return {
    address,
    names: {
      statusCode: 'statusCode',
      description: 'statusDescription',
      errorCondition: 'errorCondition',
    },
    answer: (request) => {
      const operation = managementOperations.get(request.operation);
      if (!operation)
        throw BrokerError.notImplemented(`the $management operation '${request.operation}'`);
      return operation({ body: request.body, encoded: request.encoded, queue });
    },
  };
}
