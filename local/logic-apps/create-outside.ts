import { randomUUID } from 'node:crypto';
import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { aciConnector } from './connectors/aci/index.ts';
import { azureblobConnector } from './connectors/azureblob/index.ts';
import { AzureBlobStore } from './connectors/azureblob/azure-blob-store.ts';
import { azurequeuesConnector } from './connectors/azurequeues/index.ts';
import { AzureQueueStore } from './connectors/azurequeues/azure-queue-store.ts';
import { Connectors } from './connectors/connectors.ts';
import { noRetries } from './connectors/storage-call.ts';
import type { Outside } from './engine/outside.ts';

/** Where the connections of the workflows lead. */
interface Endpoints {
  readonly blob: string;
  readonly queue: string;
  readonly arm: string;
}

/**
 * The endpoints from the environment, by the names that an identity-based connection of Azure Functions has; throws
 * one error that names what is missing.
 */
export function readEndpoints(
  environment: Readonly<Record<string, string | undefined>>,
  connection: string,
): Endpoints {
  const names = {
    blob: `${connection}__blobServiceUri`,
    queue: `${connection}__queueServiceUri`,
    arm: 'ARM_ENDPOINT',
  };
  const missing = Object.values(names).filter((name) => !environment[name]);
  if (missing.length > 0) throw new Error(`set ${missing.join(', ')} to the URLs of the services`);
  const urlOf = (name: string): string => (environment[name] ?? '').replace(/\/+$/, '');
  return { blob: urlOf(names.blob), queue: urlOf(names.queue), arm: urlOf(names.arm) };
}

/** The connectors on these endpoints, with the identity of the process as that of every connection. */
export function createOutside(endpoints: Endpoints): { connectors: Connectors; outside: Outside } {
  const credential = new DefaultAzureCredential();
  const token = async (audience: string): Promise<string> =>
    (await credential.getToken(`${audience.replace(/\/+$/, '')}/.default`)).token;
  const connectors = new Connectors([
    aciConnector({ endpoint: endpoints.arm, fetch, token: () => token(endpoints.arm) }),
    azureblobConnector(
      new AzureBlobStore(new BlobServiceClient(endpoints.blob, credential, noRetries)),
    ),
    azurequeuesConnector(
      new AzureQueueStore(new QueueServiceClient(endpoints.queue, credential, noRetries)),
    ),
  ]);
  const outside = { fetch, token, random: Math.random, newGuid: () => randomUUID() };
  return { connectors, outside };
}
