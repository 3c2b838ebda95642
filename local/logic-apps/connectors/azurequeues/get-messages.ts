import { ok } from '../storage-refusal.ts';
import { queueOperation, queuePath } from './queue-operation.ts';

/** https://learn.microsoft.com/connectors/azurequeues/#get-messages-(v2) */
export const getMessages = queueOperation({
  id: 'GetMessages_V2',
  method: 'get',
  path: `${queuePath}/messages`,
  queries: ['numofmessages', 'visibilitytimeout'],
  run: async (store, { params, queries }) => {
    const { numofmessages = '1', visibilitytimeout } = queries;
    const messages = await store.receive(params['queueName'] ?? '', {
      count: Number(numofmessages),
      visibilitySeconds: visibilitytimeout === undefined ? undefined : Number(visibilitytimeout),
    });
    return ok({ QueueMessagesList: { QueueMessage: messages } });
  },
});
