import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';

export interface StorageClients {
  readonly blobs: BlobServiceClient;
  readonly queues: QueueServiceClient;
}

/** The next look comes soon anyway. */
const retries = { retryOptions: { maxTries: 2, retryDelayInMs: 200 } };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Connects to the watched account by the settings of an Azure Functions connection: `<name>` is a connection string, or
 * `<name>__blobServiceUri` and `<name>__queueServiceUri` are given for an identity. The error names what is missing.
 */
export function connectStorage(environment: Environment, name: string): StorageClients {
  const text = environment[name];
  if (text !== undefined && text !== '')
    return {
      blobs: BlobServiceClient.fromConnectionString(text, retries),
      queues: QueueServiceClient.fromConnectionString(text, retries),
    };
  const blobUri = environment[`${name}__blobServiceUri`];
  const queueUri = environment[`${name}__queueServiceUri`];
  if (!blobUri || !queueUri)
    throw new Error(
      `no storage to watch: set ${name} to a connection string, or both ${name}__blobServiceUri and ${name}__queueServiceUri`,
    );
  const credential = new DefaultAzureCredential();
  return {
    blobs: new BlobServiceClient(blobUri, credential, retries),
    queues: new QueueServiceClient(queueUri, credential, retries),
  };
}
