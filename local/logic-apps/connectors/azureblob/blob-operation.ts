import type { ConnectorRequest, Operation, Reply } from '../connector.ts';
import { isAccount, otherAccount, replyTo } from '../storage-refusal.ts';
import type { BlobStore } from './blob-store.ts';

/** Says how the queries of a request are encoded; here they come decoded. */
const encodingQuery = 'queryParametersSingleEncoded';

interface Definition extends Omit<Operation, 'call'> {
  readonly run: (store: BlobStore, request: ConnectorRequest) => Promise<Reply>;
}

/** An operation below `/v2/datasets/{dataset}`, where the dataset is the account. */
export function blobOperation({ run, ...definition }: Definition): (store: BlobStore) => Operation {
  return (store) => ({
    ...definition,
    queries: [encodingQuery, ...(definition.queries ?? [])],
    call: (request) =>
      replyTo(() => {
        const asked = request.params['dataset'];
        if (!isAccount(asked, store.accountName)) throw otherAccount(asked, store.accountName);
        return run(store, request);
      }),
  });
}

/** Accounts are encoded twice where the designer writes a path, or once. */
export const dataset = '/v2/datasets/{dataset*2}';
