import type { Artifacts, ContainerGroups, JobStore } from '../clients/ports.ts';
import type { PlanSettings } from '../jobs/plan.ts';

/** What activities work with; each factory takes the parts that it needs. */
export interface Deps {
  readonly groups: ContainerGroups;
  readonly artifacts: Artifacts;
  readonly store: JobStore;
  readonly settings: Settings;
  readonly now: () => Date;
}

export interface Settings extends PlanSettings {
  /** Id of this deployment, on every group it makes: at most 256 characters, as a tag's value. */
  readonly owner: string;
}
