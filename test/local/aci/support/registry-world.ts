import { GroupRegistry } from '../../../../local/aci/container-groups/group-registry.ts';
import type { GroupRecord } from '../../../../local/aci/model/group-record.ts';
import { GroupBody } from '../../../../local/aci/model/group-spec.ts';
import { instanceState, provisioningState } from '../../../../local/aci/model/group-states.ts';
import { parseLifecycleFaults } from '../../../../local/aci/model/lifecycle-fault.ts';
import { newGroup, redeployedGroup } from '../../../../local/aci/model/new-group.ts';
import { timings } from '../../../../local/aci/model/timing.ts';
import { AciStore } from '../../../../local/aci/store/aci-store.ts';
import { VirtualClock, type Clock } from '../../../../local/support/clock.ts';
import { FakeBackend, type FakeProgram } from './fake-backend.ts';

const identity = { subscriptionId: 's', resourceGroup: 'rg' };
const resources = { requests: { cpu: 1, memoryInGB: 1 } };

interface Put {
  readonly name?: string;
  readonly lifecycle?: string;
  readonly more?: object;
}

/** A registry of container groups on a virtual clock, with containers that are none, and that can be killed. */
export class RegistryWorld {
  readonly clock = new VirtualClock();
  readonly store = new AciStore(undefined);
  readonly backend: FakeBackend;
  groups: GroupRegistry;
  private life: MortalClock;

  constructor(programs: Readonly<Record<string, FakeProgram>>) {
    this.backend = new FakeBackend(this.clock, programs);
    this.life = new MortalClock(this.clock);
    this.groups = this.registry();
  }

  /** A group whose containers have these properties; its uid is `uid`. */
  put(uid: string, properties: object, { name = 'g', lifecycle, more }: Put = {}): void {
    this.groups.put(
      newGroup({
        ...identity,
        name,
        uid,
        operationId: uid,
        now: this.clock.now(),
        timing: timings.fast,
        lifecycle: parseLifecycleFaults(lifecycle ?? ''),
        body: bodyOf(properties, more),
      }),
    );
  }

  redeploy(operationId: string, name = 'g'): void {
    const group = this.group(name);
    const { body } = group;
    const deployment = { body, operationId, now: this.clock.now(), timing: timings.fast };
    this.groups.put(redeployedGroup(group, deployment));
  }

  group(name = 'g'): GroupRecord {
    return this.groups.get({ ...identity, name });
  }

  states(name = 'g'): string {
    return `${provisioningState(this.group(name))}/${instanceState(this.group(name))}`;
  }

  /** As after `kill -9` of the emulator: another one on the same store, while the containers go on. */
  async crash(): Promise<void> {
    this.life.isDead = true;
    this.life = new MortalClock(this.clock);
    this.groups = this.registry();
    await this.groups.open();
  }

  async dispose(): Promise<void> {
    await this.groups.close();
    this.store.close();
  }

  private registry(): GroupRegistry {
    const { store, backend, life: clock } = this;
    return new GroupRegistry({ store, backend, clock, timing: timings.fast });
  }
}

export function container(name: string, image: string, more: object = {}): object {
  return { name, properties: { image, resources, ...more } };
}

function bodyOf(properties: object, more: object = {}): GroupBody {
  return GroupBody.parse({
    location: 'westeurope',
    properties: { restartPolicy: 'Never', ...properties },
    ...more,
  });
}

/** The clock as a process has it: when that is dead, nothing rings. */
class MortalClock implements Clock {
  isDead = false;
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  now(): Date {
    return this.clock.now();
  }

  callAt(when: Date, callback: () => void): () => void {
    return this.clock.callAt(when, () => {
      if (!this.isDead) callback();
    });
  }

  hold(): () => void {
    return this.clock.hold();
  }
}
