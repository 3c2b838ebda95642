import { textOfBody } from '../content.ts';
import { queueOperation, queuePath } from './queue-operation.ts';

/** The body is the message. https://learn.microsoft.com/connectors/azurequeues/#put-a-message-on-a-queue-(v2) */
export const putMessage = queueOperation({
  id: 'PutMessage_V2',
  method: 'post',
  path: `${queuePath}/messages`,
  run: async (store, { params, body }) => {
    await store.put(params['queueName'] ?? '', textOfBody(body ?? '').bytes.toString('utf8'));
    return { statusCode: 201, headers: {}, body: undefined };
  },
});
