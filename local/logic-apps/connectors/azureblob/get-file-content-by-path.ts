import { bodyOf } from '../content.ts';
import { ok } from '../storage-refusal.ts';
import { blobOperation, dataset } from './blob-operation.ts';
import { placeOf } from './blob-path.ts';

/** https://learn.microsoft.com/connectors/azureblob/#get-blob-content-using-path-(v2) */
export const getFileContentByPath = blobOperation({
  id: 'GetFileContentByPath_V2',
  method: 'get',
  path: `${dataset}/GetFileContentByPath`,
  queries: ['path', 'inferContentType'],
  run: async (store, { queries }) => {
    const { bytes, item } = await store.read(placeOf(queries['path'] ?? ''));
    return ok(bodyOf(bytes, item.contentType), { 'content-type': item.contentType });
  },
});
