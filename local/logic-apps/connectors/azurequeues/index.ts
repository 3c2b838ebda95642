import type { Connector, Operation, PollOperation } from '../connector.ts';
import { deleteMessage } from './delete-message.ts';
import { getMessages } from './get-messages.ts';
import { onMessages } from './on-messages.ts';
import { putMessage } from './put-message.ts';
import { queuePath } from './queue-operation.ts';
import type { QueueStore } from './queue-store.ts';

/** What the connector has in Azure beside: refused by name. */
const operations: readonly Operation[] = [
  {
    id: 'ListQueues_V2',
    method: 'get',
    path: '/v2/storageAccounts/{storageAccountName*2}/queues/list',
  },
  { id: 'PutQueue', method: 'put', path: '/putQueue' },
];

const triggers: readonly PollOperation[] = [
  { id: 'OnMessageThresholdReached_V2', method: 'get', path: `${queuePath}/count_trigger` },
];

/** Azure Queues. https://learn.microsoft.com/connectors/azurequeues/ */
export function azurequeuesConnector(store: QueueStore): Connector {
  const implemented = [putMessage, deleteMessage, getMessages];
  return {
    name: 'azurequeues',
    operations: [...implemented.map((operation) => operation(store)), ...operations],
    triggers: [onMessages(store), ...triggers],
  };
}
