import { queueOperation, queuePath } from './queue-operation.ts';

/** 404 once somebody else could see the message. https://learn.microsoft.com/connectors/azurequeues/#delete-message-(v2) */
export const deleteMessage = queueOperation({
  id: 'DeleteMessage_V2',
  method: 'delete',
  path: `${queuePath}/messages/{messageId}`,
  queries: ['popreceipt'],
  run: async (store, { params, queries }) => {
    const { queueName = '', messageId = '' } = params;
    await store.delete(queueName, messageId, queries['popreceipt'] ?? '');
    return { statusCode: 204, headers: {}, body: undefined };
  },
});
