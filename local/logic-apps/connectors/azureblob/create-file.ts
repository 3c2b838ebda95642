import { textOfBody } from '../content.ts';
import { ok } from '../storage-refusal.ts';
import { blobOperation, dataset } from './blob-operation.ts';
import { metadataOf, placeOf } from './blob-path.ts';

/** Replaces a blob that is there. https://learn.microsoft.com/connectors/azureblob/#create-blob-(v2) */
export const createFile = blobOperation({
  id: 'CreateFile_V2',
  method: 'post',
  path: `${dataset}/files`,
  queries: ['folderPath', 'name'],
  run: async (store, { queries, headers, body }) => {
    const folder = (queries['folderPath'] ?? '').replace(/\/+$/, '');
    const place = placeOf(`${folder}/${queries['name'] ?? ''}`);
    const content = textOfBody(body ?? '');
    const type = headers['Content-Type'] ?? headers['content-type'] ?? content.type;
    await store.write(place, { bytes: content.bytes, type });
    return ok(metadataOf(place.container, await store.properties(place)));
  },
});
