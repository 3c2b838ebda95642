import { ok } from '../storage-refusal.ts';
import { blobOperation, dataset } from './blob-operation.ts';
import { pathOfId, placeOf } from './blob-path.ts';

/** https://learn.microsoft.com/connectors/azureblob/#delete-blob-(v2) */
export const deleteFile = blobOperation({
  id: 'DeleteFile_V2',
  method: 'delete',
  path: `${dataset}/files/{id*2}`,
  run: async (store, { params }) => {
    await store.delete(placeOf(pathOfId(params['id'] ?? '')));
    return ok(undefined);
  },
});
