import { bodyOf } from '../content.ts';
import { ok } from '../storage-refusal.ts';
import { blobOperation, dataset } from './blob-operation.ts';
import { pathOfId, placeOf } from './blob-path.ts';

/** https://learn.microsoft.com/connectors/azureblob/#get-blob-content-(v2) */
export const getFileContent = blobOperation({
  id: 'GetFileContent_V2',
  method: 'get',
  path: `${dataset}/files/{id*2}/content`,
  queries: ['inferContentType'],
  run: async (store, { params }) => {
    const { bytes, item } = await store.read(placeOf(pathOfId(params['id'] ?? '')));
    return ok(bodyOf(bytes, item.contentType), { 'content-type': item.contentType });
  },
});
