import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';

export interface StorageClients {
  readonly blobs: BlobServiceClient;
  readonly queues: QueueServiceClient;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Connects to the watched account by the settings of an Azure Functions connection: `<name>` is a connection string, or
 * `<name>__blobServiceUri` and `<name>__queueServiceUri` are given for an identity. The error names what is missing.
 */
export function connectStorage(environment: Environment, name: string): StorageClients {
  const text = environment[name];
  if (text !== undefined && text !== '')
    return {
      blobs: BlobServiceClient.fromConnectionString(text),
      queues: QueueServiceClient.fromConnectionString(text),
    };
  const blobUri = environment[`${name}__blobServiceUri`];
  const queueUri = environment[`${name}__queueServiceUri`];
  if (!blobUri || !queueUri)
    throw new Error(
      `no storage to watch: set ${name} to a connection string, or both ${name}__blobServiceUri and ${name}__queueServiceUri`,
    );
  const credential = new DefaultAzureCredential();
  return {
    blobs: new BlobServiceClient(blobUri, credential),
    queues: new QueueServiceClient(queueUri, credential),
  };
}
