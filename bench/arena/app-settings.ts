import type { Ready } from '../../local/support/service.ts';
import { location } from './arena.ts';

/** The app's settings in the arena. Jobs come over HTTP: there is no Service Bus, and no queue is listened to. */
export function appSettings(ready: Ready): Readonly<Record<string, string>> {
  return {
    ...storageConnection('AzureWebJobsStorage', ready),
    ...storageConnection('JobsStorage', ready),
    ARM_ENDPOINT: said(ready, 'armHttps'),
    AZURE_SUBSCRIPTION_ID: said(ready, 'subscriptionId'),
    ACI_RESOURCE_GROUP: said(ready, 'resourceGroup'),
    ACI_LOCATION: location,
    IMAGE_PREFIX: 'durable-aci',
    DEPLOYMENT_OWNER: 'durable-aci-bench',
    'AzureWebJobs.queueMessage.Disabled': 'true',
    'AzureWebJobs.blobEvent.Disabled': 'true',
    HOOK_KEY: 'the-key-of-this-benchmark-which-is-no-secret',
  };
}

function storageConnection(name: string, ready: Ready): Record<string, string> {
  return {
    [`${name}__blobServiceUri`]: said(ready, 'blob'),
    [`${name}__queueServiceUri`]: said(ready, 'storageQueue'),
    [`${name}__tableServiceUri`]: said(ready, 'table'),
  };
}

function said(ready: Ready, key: string): string {
  const value = ready[key];
  if (value === undefined) throw new Error(`The arena has no ${key}.`);
  return value;
}
