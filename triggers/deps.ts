import type {
  Artifacts,
  ContainerGroups,
  JobStore,
  RejectedMessages,
  Signatures,
} from '../clients/ports.ts';
import type { Target } from '../jobs/group-plan.ts';
import type { Policy } from '../jobs/policy.ts';
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
export interface TriggerSettings {
  /** Marks the groups of this deployment. */
  readonly owner: string;
  /** Where jobs may run. */
  readonly targets: readonly Target[];
  /** Such as `https://account.blob.core.windows.net`, without a slash at the end. */
  readonly blobServiceUrl: string;
  readonly blobRules: readonly BlobRule[];
  /** Whether containers can report their ends: this app knows its own URL, and has a key. */
  readonly takesReports?: boolean;
  /** The Service Bus queues that a job message may name as `replyTo`. */
  readonly replyQueues: readonly string[];
  /** Who may be told how a job ended, as `isAllowedTarget` has it; nobody where it does not say. */
  readonly notifyTargets?: readonly string[];
  /** What groups may be given; nothing where it does not say. */
  readonly policy?: Policy;
  /** Where a job runs that does not say, and what `workload:` stands for: for the policy's rules. */
  readonly defaultRegion?: string;
  readonly imagePrefix?: string;
  /** The functions that steps may call, by their names; none where it does not say. */
  readonly stepActivities?: readonly string[];
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
