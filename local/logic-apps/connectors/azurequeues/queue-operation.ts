import type { ConnectorRequest, Operation, Reply } from '../connector.ts';
import { isAccount, otherAccount, replyTo } from '../storage-refusal.ts';
import type { QueueStore } from './queue-store.ts';

export const queuePath = '/v2/storageAccounts/{storageAccountName*2}/queues/{queueName}';

interface Definition extends Omit<Operation, 'call'> {
  readonly run: (store: QueueStore, request: ConnectorRequest) => Promise<Reply>;
}

/** An operation on a queue of the account that the connection is made for. */
export function queueOperation({
  run,
  ...definition
}: Definition): (store: QueueStore) => Operation {
  return (store) => ({
    ...definition,
    call: (request) =>
      replyTo(() => {
        checkAccount(store, request);
        return run(store, request);
      }),
  });
}

export function checkAccount(
  { accountName }: QueueStore,
  { params }: Pick<ConnectorRequest, 'params'>,
): void {
  const asked = params['storageAccountName'];
  if (!isAccount(asked, accountName)) throw otherAccount(asked, accountName);
}
