import type { Artifacts, ContainerGroups, JobStore, RejectedMessages } from '../clients/ports.ts';
import type { Target } from '../jobs/group-plan.ts';
import type { BlobRule } from './blob-rules.ts';

/** What triggers need to know of the deployment. */
export interface TriggerSettings {
  /** Marks the groups of this deployment. */
  readonly owner: string;
  /** Where jobs may run. */
  readonly targets: readonly Target[];
  /** Such as `https://account.blob.core.windows.net`, without a slash at the end. */
  readonly blobServiceUrl: string;
  readonly blobRules: readonly BlobRule[];
  /** The Service Bus queues that a job message may name as `replyTo`. */
  readonly replyQueues: readonly string[];
  /** Who may be told how a job ended, as `isAllowedTarget` has it; nobody where it does not say. */
  readonly notifyTargets?: readonly string[];
}

export interface TriggerDeps {
  readonly groups: ContainerGroups;
  readonly artifacts: Artifacts;
  readonly store: JobStore;
  readonly rejected: RejectedMessages;
  readonly settings: TriggerSettings;
  readonly now: () => Date;
}
