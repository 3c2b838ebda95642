import type {
  Artifacts,
  ContainerGroups,
  JobStore,
  RejectedMessages,
  Signatures,
} from '../clients/ports.ts';
import type { Deployment } from '../jobs/deployment.ts';
import type { BlobRule } from './blob-rules.ts';

/** For how many days something is kept. Rows are kept the longest: by them the rest is found. */
export interface RetentionDays {
  /** Histories of orchestrations, all of the task hub. */
  readonly history: number;
  /** Specs, plans and items. */
  readonly files: number;
  readonly logs: number;
  readonly results: number;
  /** The read model and claims. */
  readonly rows: number;
}

/** What triggers need to know of the deployment. */
export interface TriggerSettings extends Deployment {
  /** Marks the groups of this deployment. */
  readonly owner: string;
  readonly blobRules: readonly BlobRule[];
  /** The Service Bus queues that a job message may name as `replyTo`. */
  readonly replyQueues: readonly string[];
  /** Without it nothing is ever deleted. */
  readonly retentionDays?: RetentionDays;
}

export interface TriggerDeps {
  readonly groups: ContainerGroups;
  readonly artifacts: Artifacts;
  readonly store: JobStore;
  readonly rejected: RejectedMessages;
  readonly signatures?: Signatures | undefined;
  readonly settings: TriggerSettings;
  readonly now: () => Date;
}
