import { NoAnswer, type Poll, type PollOperation } from '../connector.ts';
import { checkAccount, queuePath } from './queue-operation.ts';
import type { QueueStore } from './queue-store.ts';

/** https://learn.microsoft.com/rest/api/storageservices/get-messages#uri-parameters */
const mostMessages = 32;

/**
 * Takes what waits in a queue. The messages stay hidden for the time that the definition says, and come back when
 * no run deletes them. https://learn.microsoft.com/connectors/azurequeues/#when-there-are-messages-in-a-queue-(v2)
 */
export function onMessages(store: QueueStore): PollOperation {
  return {
    id: 'OnMessages_V2',
    method: 'get',
    path: `${queuePath}/message_trigger`,
    queries: ['visibilitytimeout'],
    poll: async ({ params, queries, room, state, signal }) => {
      if (signal.aborted) throw new NoAnswer(new Error('the runner stops'));
      checkAccount(store, { params });
      const { visibilitytimeout } = queries;
      const messages = await store.receive(params['queueName'] ?? '', {
        count: Math.min(mostMessages, room),
        visibilitySeconds: visibilitytimeout === undefined ? undefined : Number(visibilitytimeout),
      });
      const fired = messages.length > 0;
      const body = fired ? { QueueMessagesList: { QueueMessage: messages } } : undefined;
      const found: Poll = {
        reply: { statusCode: fired ? 200 : 202, headers: {}, body },
        fired,
        state,
        hasMore: fired,
      };
      return found;
    },
  };
}
