import type { ContainerRecord, GroupRecord } from '../../../../local/aci/model/group-record.ts';
import { GroupBody } from '../../../../local/aci/model/group-spec.ts';
import { instanceState, provisioningState } from '../../../../local/aci/model/group-states.ts';
import { parseLifecycleFaults } from '../../../../local/aci/model/lifecycle-fault.ts';
import { newGroup } from '../../../../local/aci/model/new-group.ts';
import { timings, type Timing } from '../../../../local/aci/model/timing.ts';
import { transition, type GroupEvent } from '../../../../local/aci/model/transition.ts';
import { allContainers, type Effect } from '../../../../local/aci/model/transitions/step.ts';

export const start = Date.parse('2026-01-01T00:00:00Z');

interface PlayOptions {
  readonly policy?: string;
  readonly images?: readonly string[];
  readonly initImages?: readonly string[];
  readonly lifecycle?: string;
  readonly timing?: Timing;
  readonly properties?: object;
  readonly platformRestarts?: number;
  /** What the backend does at once when it is asked; the rest the test reports itself. */
  readonly answers?: readonly Effect['type'][];
}

const resources = { requests: { cpu: 1, memoryInGB: 1 } };

/** A group whose time and backend are the test's; preparing and pulling succeed at once unless it says otherwise. */
export class Play {
  group: GroupRecord;
  effects: Effect[] = [];
  private nowMs = start;
  private readonly options: PlayOptions;

  constructor(options: PlayOptions = {}) {
    this.options = options;
    const { policy = 'Never', images = ['a'], initImages = [], lifecycle, properties } = options;
    this.group = newGroup({
      uid: 'uid',
      subscriptionId: 's',
      resourceGroup: 'rg',
      name: 'g',
      operationId: 'op',
      now: new Date(start),
      timing: options.timing ?? timings.real,
      lifecycle: parseLifecycleFaults(lifecycle ?? ''),
      body: GroupBody.parse({
        location: 'westeurope',
        properties: {
          restartPolicy: policy,
          containers: images.map((image, index) => ({
            name: `c${String(index)}`,
            properties: { image, resources },
          })),
          initContainers: initImages.map((image, index) => ({
            name: `i${String(index)}`,
            properties: { image },
          })),
          ...properties,
        },
      }),
    });
  }

  after(seconds: number, event: GroupEvent = { type: 'tick' }): this {
    this.nowMs += seconds * 1000;
    this.effects = [];
    this.apply(event);
    return this;
  }

  /** From alarm to alarm, as the registry does. */
  every(seconds: number, until: number): this {
    for (let passed = 0; passed < until; passed += seconds) this.after(seconds);
    return this;
  }

  started(name = 'c0'): this {
    return this.after(0, { type: 'started', ...this.run(name), at: new Date(this.nowMs) });
  }

  exited(exitCode: number, name = 'c0', outOfMemory = false): this {
    const at = new Date(this.nowMs);
    return this.after(0, { type: 'exited', ...this.run(name), exitCode, at, outOfMemory });
  }

  killed(name = 'c0'): this {
    return this.after(0, { type: 'killed', ...this.run(name) });
  }

  run(name = 'c0'): { container: string; run: number } {
    return { container: name, run: this.container(name).run };
  }

  container(name = 'c0'): ContainerRecord {
    const container = allContainers(this.group).find((one) => one.name === name);
    if (!container) throw new Error(`there is no container ${name}`);
    return container;
  }

  get now(): number {
    return this.nowMs;
  }

  /** Of the group's provisioning, of its containers together, and of its operation. */
  get states(): string {
    return `${provisioningState(this.group)}/${instanceState(this.group)}/${this.group.operation.status}`;
  }

  eventsOf(name = 'c0'): string[] {
    return this.container(name).events.map((event) => event.name);
  }

  private apply(event: GroupEvent): void {
    const {
      timing = timings.real,
      platformRestarts = 0,
      answers = ['prepare', 'pull'],
    } = this.options;
    const context = { now: new Date(this.nowMs), timing, platformRestarts };
    const { group, effects } = transition(this.group, event, context);
    this.group = group;
    for (const effect of effects) {
      if (!answers.includes(effect.type)) this.effects.push(effect);
      else if (effect.type === 'prepare')
        this.apply({ ...effect, type: 'prepared', ipAddress: '127.0.0.1' });
      else if (effect.type === 'pull') this.apply({ ...effect, type: 'pulled', sizeBytes: 0 });
    }
  }
}
