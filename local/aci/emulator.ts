import type { Clock } from '../support/clock.ts';
import type { BehaviourSettings } from './admin/behaviour-settings.ts';
import type { Billing } from './admin/billing.ts';
import type { FaultUses } from './admin/fault-uses.ts';
import type { Faults } from './admin/faults.ts';
import type { Journal } from './admin/journal.ts';
import type { ContainerBackend } from './container-groups/container-backend.ts';
import type { Deletions } from './container-groups/deletions.ts';
import type { GroupRegistry } from './container-groups/group-registry.ts';
import type { TokenIssuer } from './identity/token-issuer.ts';
import type { Throttles } from './limits/throttle.ts';
import type { Timing } from './model/timing.ts';
import type { Profiles } from './profiles/profiles.ts';
import type { StandbyPools } from './standby-pools/standby-pools.ts';
import type { AciStore } from './store/aci-store.ts';
import type { TerminalServer } from './terminals/terminal-server.ts';

/** A clock that can be told to go on: `SystemClock` and `VirtualClock` both can. */
export interface AdvanceableClock extends Clock {
  advance(ms: number): void | Promise<void>;
  /** From now on time moves by `advance` alone; absent when it never does otherwise. */
  freeze?(): void;
  /** Time goes on by itself, from where it stood. */
  unfreeze?(): void;
}

export interface EmulatorSettings {
  readonly subscriptionId: string;
  readonly tenantId: string;
  /** The one that exists from the start. */
  readonly resourceGroup: string;
  readonly location: string;
  /** How many groups a page of a list holds. */
  readonly pageSize: number;
  /** PEM of the certificate authority of the HTTPS listener. */
  readonly caCertificate: string;
}

/** All that the operations work on. */
export interface Emulator {
  readonly settings: EmulatorSettings;
  readonly clock: AdvanceableClock;
  readonly timing: Timing;
  readonly store: AciStore;
  readonly groups: GroupRegistry;
  readonly backend: ContainerBackend;
  readonly terminals: TerminalServer;
  readonly behaviour: BehaviourSettings;
  readonly throttles: Throttles;
  readonly profiles: Profiles;
  readonly standbyPools: StandbyPools;
  readonly faults: Faults;
  readonly faultUses: FaultUses;
  readonly deletions: Deletions;
  readonly billing: Billing;
  readonly journal: Journal;
  readonly tokens: TokenIssuer;
}
