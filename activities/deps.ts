import type {
  Artifacts,
  ContainerGroups,
  JobStore,
  Metrics,
  Notifications,
  Regions,
  Replies,
  Secrets,
  Signatures,
} from '../clients/ports.ts';
import type { Deployment } from '../jobs/deployment.ts';
import type { PlanSettings } from '../jobs/plan.ts';
import type { StepCall } from '../jobs/steps/call.ts';
import type { ActivityContext } from './implement.ts';

/**
 * A function that steps may call, by its name in the spec. Its result is the step's output, JSON of at most 64 KB; what it
 * throws fails the step. It may be called again, when the host dies before its result is kept.
 */
export type StepActivity = (call: StepCall, context: ActivityContext) => unknown;

/** What activities work with; each factory takes the parts that it needs. */
export interface Deps {
  readonly groups: ContainerGroups;
  readonly regions: Regions;
  readonly artifacts: Artifacts;
  readonly store: JobStore;
  /** Undefined where no job comes as a message that can be answered. */
  readonly replies?: Replies | undefined;
  /** Undefined where nobody can be told. */
  readonly notifications?: Notifications | undefined;
  /** Undefined where no container can report its end. */
  readonly signatures?: Signatures | undefined;
  /** Undefined where no job is given a secret. */
  readonly secrets?: Secrets | undefined;
  /** Those that steps may call; none where it does not say. */
  readonly stepActivities?: Readonly<Record<string, StepActivity>> | undefined;
  /** Undefined where nobody asks what groups use. */
  readonly metrics?: Metrics | undefined;
  readonly settings: Settings;
  readonly now: () => Date;
}

export interface Settings extends PlanSettings, Omit<Deployment, keyof PlanSettings> {
  /** Id of this deployment, on every group it makes: at most 256 characters, as a tag's value. */
  readonly owner: string;
  /** Where the app's HTTP API is, such as `https://app.azurewebsites.net`; empty where nobody knows. */
  readonly baseUrl: string;
}
