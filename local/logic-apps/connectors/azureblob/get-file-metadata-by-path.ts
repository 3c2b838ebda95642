import { ok } from '../storage-refusal.ts';
import { blobOperation, dataset } from './blob-operation.ts';
import { metadataOf, placeOf } from './blob-path.ts';

/** https://learn.microsoft.com/connectors/azureblob/#get-blob-metadata-using-path-(v2) */
export const getFileMetadataByPath = blobOperation({
  id: 'GetFileMetadataByPath_V2',
  method: 'get',
  path: `${dataset}/GetFileByPath`,
  queries: ['path'],
  run: async (store, { queries }) => {
    const place = placeOf(queries['path'] ?? '');
    return ok(metadataOf(place.container, await store.properties(place)));
  },
});
