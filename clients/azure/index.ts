import type { TokenCredential } from '@azure/identity';
import type {
  Artifacts,
  ContainerGroups,
  JobStore,
  KeptOfJobs,
  Metrics,
  Notifications,
  Regions,
  RejectedMessages,
  Replies,
  Secrets,
  Signatures,
} from '../ports.ts';
import { AzureArtifacts } from './artifacts.ts';
import { AzureContainerGroups } from './container-groups.ts';
import { AzureJobStore } from './job-store.ts';
import { AzureMetrics } from './metrics.ts';
import { AzureNotifications } from './notifications.ts';
import { AzureRegions } from './regions.ts';
import { AzureRejectedMessages } from './rejected-messages.ts';
import { AzureRetention } from './retention.ts';
import { AzureSecrets } from './secrets.ts';
import { type ServiceBusConnection, ServiceBusReplies } from './service-bus-replies.ts';
import { HmacSignatures } from './signatures.ts';

export interface AzureClientOptions {
  readonly credential: TokenCredential;
  readonly armEndpoint: string;
  /** Endpoints of one storage account, without a slash at the end. */
  readonly storage: { readonly blob: string; readonly queue: string; readonly table: string };
  readonly idempotencyDays: number;
  /** Where job messages come from and replies go to, if any do. */
  readonly serviceBus?: ServiceBusConnection | undefined;
  /** Signs webhooks, as `whsec_` and base64; without it there are none. */
  readonly webhookSecret?: string | undefined;
  /** Signs the tokens of containers; without it none can report its end. */
  readonly hookKey?: string | undefined;
  /** The deployment's key vault, as `https://name.vault.azure.net`, if it has one. */
  readonly keyVault?: string | undefined;
  /** Whether Azure Monitor is asked what groups have used. */
  readonly metricsAdvice?: boolean | undefined;
}

export interface Clients {
  readonly groups: ContainerGroups;
  readonly regions: Regions;
  readonly artifacts: Artifacts;
  readonly store: JobStore;
  readonly rejected: RejectedMessages;
  readonly replies: Replies | undefined;
  readonly signatures?: Signatures | undefined;
  readonly secrets?: Secrets | undefined;
  readonly metrics?: Metrics | undefined;
  readonly notifications: Notifications;
  readonly kept: KeptOfJobs;
}

/** The ports over Azure. Nothing is asked of Azure before the first call. */
export function azureClients(options: AzureClientOptions): Clients {
  const { credential, armEndpoint, storage, idempotencyDays, serviceBus, webhookSecret, hookKey } =
    options;
  const replies = serviceBus && new ServiceBusReplies(serviceBus, credential);
  return {
    groups: new AzureContainerGroups({ endpoint: armEndpoint, credential }),
    regions: new AzureRegions({ endpoint: armEndpoint, credential }),
    artifacts: new AzureArtifacts(storage.blob, credential),
    store: new AzureJobStore({ tableServiceUrl: storage.table, credential, idempotencyDays }),
    rejected: new AzureRejectedMessages(storage.queue, credential),
    signatures: hookKey === undefined ? undefined : new HmacSignatures(hookKey),
    secrets: new AzureSecrets({ credential, vault: options.keyVault }),
    metrics: options.metricsAdvice
      ? new AzureMetrics({ endpoint: armEndpoint, credential })
      : undefined,
    replies,
    notifications: new AzureNotifications({
      queueServiceUrl: storage.queue,
      credential,
      serviceBus: replies,
      webhookSecret,
    }),
    kept: new AzureRetention({
      blobServiceUrl: storage.blob,
      tableServiceUrl: storage.table,
      credential,
    }),
  };
}
