import { randomUUID } from 'node:crypto';
import type { Emulator } from '../emulator.ts';
import { checkQuota } from '../limits/check-quota.ts';
import { AzureError } from '../model/azure-error.ts';
import type { GroupRecord } from '../model/group-record.ts';
import { GroupBody } from '../model/group-spec.ts';
import { newGroup } from '../model/new-group.ts';
import { profileKeyOf } from '../profiles/with-profile.ts';
import type { ResourceKey } from '../store/resource-key.ts';
import { PoolStore, type Pool } from './pool-store.ts';
import { claimedGroup, isReady, isSpent, suits, waitingPlace } from './warm-group.ts';

/** How soon a group that has ended in a pool is replaced, at the latest. */
const lookEveryMs = 30_000;

type Parts = Pick<Emulator, 'groups' | 'profiles' | 'behaviour' | 'clock' | 'timing' | 'store'>;
type Claim = Omit<Parameters<typeof claimedGroup>[1], 'now'>;

/** Keeps as many container groups running as each pool wants, and hands them out. */
export class StandbyPools {
  readonly pools: PoolStore;
  private readonly parts: Parts;
  private cancel: (() => void) | undefined;

  constructor(parts: Parts) {
    this.parts = parts;
    this.pools = new PoolStore(parts.store.database);
  }

  /** Begins to look after the pools that there are. */
  open(): void {
    this.look();
  }

  close(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  save(pool: Pool): void {
    this.pools.save(pool);
    this.look();
  }

  /** With the groups that wait in it; those that were handed out stay. */
  remove(pool: Pool): void {
    this.pools.remove(pool);
    for (const group of this.waiting(pool)) this.parts.groups.remove(group);
  }

  clear(): void {
    for (const pool of this.pools.list()) this.remove(pool);
  }

  waiting(pool: ResourceKey): GroupRecord[] {
    return this.parts.groups.list(waitingPlace(pool));
  }

  /**
   * A group of the pool that the body names, now under the name of the claim; undefined when the body names none or none
   * of it is ready, which is a create like any other. Throws instead when the body says so.
   */
  claim(claim: Claim): GroupRecord | undefined {
    const wanted = claim.body.properties.standbyPoolProfile;
    if (!wanted) return undefined;
    const pool = this.findById(wanted.id);
    const ready = pool && this.waiting(pool).find((one) => isReady(one) && suits(one, claim.body));
    if (ready) {
      const group = claimedGroup(ready, { ...claim, now: this.parts.clock.now() });
      this.parts.groups.rename(ready, group);
      this.fill(pool);
      return group;
    }
    if (wanted.failContainerGroupCreateOnReuseFailure) throw noneReady(wanted.id);
    return undefined;
  }

  private findById(id: string): Pool | undefined {
    const pattern =
      /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/Microsoft\.StandbyPool\/standbyContainerGroupPools\/([^/]+)$/i;
    const [, resourceGroup = '', name = ''] = pattern.exec(id) ?? [];
    return this.pools.find({ resourceGroup, name });
  }

  private look(): void {
    this.close();
    const pools = this.pools.list();
    for (const pool of pools) this.fill(pool);
    if (pools.length === 0) return;
    const { clock } = this.parts;
    this.cancel = clock.callAt(new Date(clock.now().getTime() + lookEveryMs), () => {
      this.look();
    });
  }

  /** Ends what is of no use (any more) and makes what is missing, as far as the quota goes. */
  private fill(pool: Pool): void {
    const { groups, clock, timing, behaviour } = this.parts;
    const body = this.bodyOf(pool);
    const useful = this.waiting(pool).filter(
      (group) => body && suits(group, body) && !isSpent(group),
    );
    const most = pool.properties.elasticityProfile.maxReadyCapacity;
    const kept = new Set(useful.slice(0, most));
    for (const group of this.waiting(pool)) if (!kept.has(group)) groups.remove(group);
    const now = clock.now();
    for (let count = kept.size; body && count < most; count += 1) {
      if (!hasRoom({ groups, behaviour }, body)) return;
      const uid = randomUUID();
      const name = `${pool.name}-${uid.slice(0, 8)}`.toLowerCase();
      const identity = { subscriptionId: pool.subscriptionId, resourceGroup: waitingPlace(pool) };
      const deployment = { body, operationId: uid, now, timing, lifecycle: [] };
      groups.put(newGroup({ ...deployment, ...identity, uid, name }));
    }
  }

  /** What the pool's profile makes; undefined when the profile is gone. */
  private bodyOf({ location, properties }: Pool): GroupBody | undefined {
    const { containerGroupProfile: wanted, subnetIds } = properties.containerGroupProperties;
    const profile = this.parts.profiles.find(profileKeyOf(wanted.id), wanted.revision);
    if (!profile) return undefined;
    const containerGroupProfile = { id: wanted.id, revision: profile.revision };
    return GroupBody.parse({
      location,
      properties: { ...profile.properties, containerGroupProfile, subnetIds },
    });
  }
}

function hasRoom(parts: Pick<Emulator, 'groups' | 'behaviour'>, body: GroupBody): boolean {
  try {
    checkQuota(parts, body);
    return true;
  } catch (error) {
    if (error instanceof AzureError) return false;
    throw error;
  }
}

function noneReady(id: string): AzureError {
  return new AzureError({
    status: 409,
    code: 'ContainerGroupReuseFailed',
    message: `The container group can not be obtained from the standby pool '${id}': none that suits is ready.`,
  });
}
