import type { TokenCredential } from '@azure/identity';
import type { Artifacts, ContainerGroups, JobStore, RejectedMessages } from '../ports.ts';
import { AzureArtifacts } from './artifacts.ts';
import { AzureContainerGroups } from './container-groups.ts';
import { AzureJobStore } from './job-store.ts';
import { AzureRejectedMessages } from './rejected-messages.ts';

export interface AzureClientOptions {
  readonly credential: TokenCredential;
  readonly armEndpoint: string;
  /** Endpoints of one storage account, without a slash at the end. */
  readonly storage: { readonly blob: string; readonly queue: string; readonly table: string };
  readonly idempotencyDays: number;
}

export interface Clients {
  readonly groups: ContainerGroups;
  readonly artifacts: Artifacts;
  readonly store: JobStore;
  readonly rejected: RejectedMessages;
}

/** The ports over Azure. Nothing is asked of Azure before the first call. */
export function azureClients(options: AzureClientOptions): Clients {
  const { credential, armEndpoint, storage, idempotencyDays } = options;
  return {
    groups: new AzureContainerGroups({ endpoint: armEndpoint, credential }),
    artifacts: new AzureArtifacts(storage.blob, credential),
    store: new AzureJobStore({ tableServiceUrl: storage.table, credential, idempotencyDays }),
    rejected: new AzureRejectedMessages(storage.queue, credential),
  };
}
