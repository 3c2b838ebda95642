import { ok } from '../storage-refusal.ts';
import { blobOperation, dataset } from './blob-operation.ts';
import { metadataOf, pathOfId, placeOf } from './blob-path.ts';

/** https://learn.microsoft.com/connectors/azureblob/#get-blob-metadata-(v2) */
export const getFileMetadata = blobOperation({
  id: 'GetFileMetadata_V2',
  method: 'get',
  path: `${dataset}/files/{id*2}`,
  run: async (store, { params }) => {
    const place = placeOf(pathOfId(params['id'] ?? ''));
    return ok(metadataOf(place.container, await store.properties(place)));
  },
});
