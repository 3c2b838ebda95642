import { z } from 'zod';
import type { Poll, PollOperation, PollRequest, Reply } from '../connector.ts';
import { isAccount, otherAccount, replyTo, StorageRefusal } from '../storage-refusal.ts';
import { dataset } from './blob-operation.ts';
import { metadataOf, pathOfId, placeOf } from './blob-path.ts';
import type { BlobItem, BlobStore } from './blob-store.ts';

/** The ETags of the blobs that have been seen, by their names. */
const Seen = z.record(z.string(), z.string());

const defaultCount = 10;
const mostCount = 100;

/**
 * Fires for what was added to a folder or changed in it since the first poll; not for what lies in folders below it.
 * Azure goes by LastModified and is known to miss some; this misses none.
 * https://learn.microsoft.com/connectors/azureblob/#when-a-blob-is-added-or-modified-(properties-only)-(v2)
 */
export function onUpdatedFiles(store: BlobStore): PollOperation {
  return {
    id: 'OnUpdatedFiles_V2',
    method: 'get',
    path: `${dataset}/triggers/batch/onupdatedfile`,
    queries: ['folderId', 'maxFileCount', 'checkBothCreatedAndModifiedDateTime'],
    poll: async (request) => {
      let found: Omit<Poll, 'reply'> | undefined;
      const reply = await replyTo(async () => {
        const look = await lookOnce(store, request);
        found = look;
        return look.reply;
      });
      if (!found) throw new Error(`the storage answered ${reply.statusCode}: ${messageOf(reply)}`);
      return { ...found, reply };
    },
  };
}

async function lookOnce(store: BlobStore, request: PollRequest): Promise<Poll> {
  const { params, queries, state, room } = request;
  const asked = params['dataset'];
  if (!isAccount(asked, store.accountName)) throw otherAccount(asked, store.accountName);
  const { container, folder } = folderOf(queries['folderId'] ?? '');
  const count = Number(queries['maxFileCount'] ?? defaultCount);
  const most = Math.min(count >= 1 ? count : defaultCount, mostCount, room);
  const items = await listed(store, container, folder);
  const before = Seen.safeParse(state);
  if (!before.success) return nothing(seenOf(items));
  const changed = items
    .filter(({ name, etag }) => before.data[name] !== etag)
    .sort((a, b) => Number(a.lastModified) - Number(b.lastModified));
  const fresh = changed.slice(0, most);
  const current = new Set(items.map(({ name }) => name));
  const kept = Object.entries(before.data).filter(([name]) => current.has(name));
  const next = { ...Object.fromEntries(kept), ...seenOf(fresh) };
  if (fresh.length === 0) return nothing(next);
  return {
    reply: { statusCode: 200, headers: {}, body: fresh.map((item) => metadataOf(container, item)) },
    fired: true,
    state: next,
    hasMore: changed.length > fresh.length,
  };
}

/** A container that is not there yet has nothing: the first blob in it is new. */
async function listed(
  store: BlobStore,
  container: string,
  folder: string,
): Promise<readonly BlobItem[]> {
  try {
    return await store.list(container, folder);
  } catch (error) {
    if (error instanceof StorageRefusal && error.statusCode === 404) return [];
    throw error;
  }
}

const nothing = (state: unknown): Poll => ({
  reply: { statusCode: 202, headers: {}, body: undefined },
  fired: false,
  state,
  hasMore: false,
});

const seenOf = (items: readonly BlobItem[]): Record<string, string> =>
  Object.fromEntries(items.map(({ name, etag }) => [name, etag]));

function folderOf(folderId: string): { container: string; folder: string } {
  const { container, name } = placeOf(pathOfId(folderId));
  return { container, folder: name === '' ? '' : `${name.replace(/\/+$/, '')}/` };
}

const messageOf = ({ body }: Reply): string =>
  z.object({ message: z.string() }).catch({ message: '' }).parse(body).message;
