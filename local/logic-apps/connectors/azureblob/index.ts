import type { Connector, Operation } from '../connector.ts';
import { dataset } from './blob-operation.ts';
import type { BlobStore } from './blob-store.ts';
import { createFile } from './create-file.ts';
import { createShareLinkByPath } from './create-share-link-by-path.ts';
import { deleteFile } from './delete-file.ts';
import { getFileContent } from './get-file-content.ts';
import { getFileContentByPath } from './get-file-content-by-path.ts';
import { getFileMetadata } from './get-file-metadata.ts';
import { getFileMetadataByPath } from './get-file-metadata-by-path.ts';
import { onUpdatedFiles } from './on-updated-files.ts';

/** What the connector has in Azure beside: refused by name. */
const notImplemented: readonly Operation[] = [
  { id: 'UpdateFile_V2', method: 'put', path: `${dataset}/files/{id*2}` },
  { id: 'CopyFile_V2', method: 'post', path: `${dataset}/copyFile` },
  { id: 'ListFolder_V4', method: 'get', path: `${dataset}/foldersV2/{id*2}` },
  { id: 'ListRootFolder_V4', method: 'get', path: `${dataset}/foldersV2` },
  { id: 'ExtractFolder_V3', method: 'post', path: `${dataset}/extractFolderV2` },
];

/** Azure Blob Storage. https://learn.microsoft.com/connectors/azureblob/ */
export function azureblobConnector(store: BlobStore): Connector {
  const implemented = [
    getFileContent,
    getFileContentByPath,
    getFileMetadata,
    getFileMetadataByPath,
    createFile,
    deleteFile,
    createShareLinkByPath,
  ];
  return {
    name: 'azureblob',
    operations: [...implemented.map((operation) => operation(store)), ...notImplemented],
    triggers: [
      onUpdatedFiles(store),
      {
        id: 'OnUpdatedFiles',
        method: 'get',
        path: '/datasets/default/triggers/batch/onupdatedfile',
      },
    ],
  };
}
