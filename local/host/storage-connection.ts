import { QueueServiceClient } from '@azure/storage-queue';
import { credentialOf } from './connection-credential.ts';
import type { AppSettings } from './settings.ts';

/** A queue that does not answer is asked again soon: it may be a storage that is being restarted. */
const retries = {
  retryOptions: { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1_000 },
};

/**
 * The queue service that a trigger's `connection` names: a connection string or an identity-based connection, under its
 * own name or with `AzureWebJobs` before it, as Azure looks them up. The error names the settings that were missed.
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#connections
 */
export function connectQueues(settings: AppSettings, connection: string): QueueServiceClient {
  const name = connection === '' ? 'Storage' : connection;
  for (const candidate of [`AzureWebJobs${name}`, name]) {
    const text = settings.get(candidate);
    if (text !== undefined && text !== '')
      return QueueServiceClient.fromConnectionString(text, retries);
    const uri = queueServiceUri(settings, candidate);
    if (uri !== undefined)
      return new QueueServiceClient(uri, credentialOf(settings, candidate), retries);
  }
  throw new Error(
    `the storage connection ${name} is not set: give a connection string in ${name}, or ${name}__queueServiceUri for an identity`,
  );
}

function queueServiceUri(settings: AppSettings, name: string): string | undefined {
  const uri = settings.get(`${name}__queueServiceUri`) ?? settings.get(`${name}__serviceUri`);
  const account = settings.get(`${name}__accountName`);
  return uri ?? (account && `https://${account}.queue.core.windows.net`);
}
