import type { Clock } from '../../support/clock.ts';
import { errors } from '../model/errors.ts';
import type { GroupRecord } from '../model/group-record.ts';
import { retaggedFaults } from '../model/tagged-faults.ts';
import type { Timing } from '../model/timing.ts';
import { nextTick, transition, type GroupEvent } from '../model/transition.ts';
import type { Effect } from '../model/transitions/step.ts';
import { keyOf, type AciStore, type GroupKey } from '../store/aci-store.ts';
import type { ContainerBackend } from './container-backend.ts';
import { GroupWork } from './group-work.ts';
import { ProbeSchedule } from './probe-schedule.ts';
import { recoverRuns } from './recover-runs.ts';

interface GroupRegistryOptions {
  readonly store: AciStore;
  readonly backend: ContainerBackend;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly behaviour?: { readonly current: { readonly platformRestartsOnFailure: number } };
  /** Called after each change that has been kept; `before` is absent for a new group, `after` for one that is gone. */
  readonly onChange?: (before: GroupRecord | undefined, after: GroupRecord | undefined) => void;
}

/** All container groups: keeps each change before it acts on it, and lets time and the backend move them on. */
export class GroupRegistry {
  private readonly groups = new Map<string, GroupRecord>();
  private readonly keys = new Map<string, string>();
  private readonly alarms = new Map<string, () => void>();
  private readonly options: GroupRegistryOptions;
  private readonly work: GroupWork;
  private readonly probes: ProbeSchedule;
  private closed = false;

  constructor(options: GroupRegistryOptions) {
    this.options = options;
    // At once: a client must never be told that a group is gone because its emulator has just come back.
    for (const group of options.store.loadGroups()) this.hold(group);
    const { backend, clock } = options;
    const report = (uid: string, event: GroupEvent): void => {
      this.applyByUid(uid, event);
    };
    const current = (uid: string): GroupRecord | undefined =>
      this.closed ? undefined : this.groups.get(this.keys.get(uid) ?? '');
    this.work = new GroupWork({ backend, clock, report, current });
    this.probes = new ProbeSchedule({ backend, clock, report });
  }

  /**
   * Takes up what an earlier process left: running containers go on, others end or start again as they must. Containers
   * with a managed identity get their tokens from `identityEndpoint`.
   */
  async open(identityEndpoint?: string): Promise<void> {
    this.work.identityEndpoint = identityEndpoint;
    this.work.removeUnknown((uid) => this.keys.has(uid));
    await Promise.all(
      [...this.groups.values()].map(async (group) => {
        this.applyByUid(group.uid, { type: 'resume' });
        for await (const event of recoverRuns(group, this.options.backend)) {
          this.applyByUid(group.uid, event);
        }
      }),
    );
  }

  /** Ends all containers; their groups stay and go on with the next `open`. */
  async close(): Promise<void> {
    this.closed = true;
    this.probes.close();
    for (const cancel of this.alarms.values()) cancel();
    this.alarms.clear();
    // First, so that nobody waits for containers to end well; and for those that were just about to start.
    await this.options.backend.close();
    await this.work.settled();
    await this.options.backend.close();
  }

  /** Resolves when the backend has done all it was asked for so far. */
  idle(): Promise<void> {
    return this.work.settled();
  }

  find(key: GroupKey): GroupRecord | undefined {
    return this.groups.get(keyOf(key));
  }

  /** The group, or ARM's 404. */
  get(key: GroupKey): GroupRecord {
    const group = this.find(key);
    if (!group) throw errors.resourceNotFound(key);
    return group;
  }

  /** Those of a resource group, or of all, by name. */
  list(resourceGroup?: string): GroupRecord[] {
    const wanted = resourceGroup?.toLowerCase();
    return [...this.groups.entries()]
      .filter(([, group]) => !wanted || group.resourceGroup.toLowerCase() === wanted)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, group]) => group);
  }

  /** Adds a group, or puts another state in place of what stands under its name; all that was there before is ended. */
  put(group: GroupRecord): void {
    const before = this.find(group);
    if (before && before.uid !== group.uid) this.remove(before);
    else if (before) this.work.remove(before);
    this.keep(group);
    // What takes no time begins now and not with the next alarm.
    this.apply(keyOf(group), { type: 'tick' });
  }

  /** Gives a group another name, and what else is new; its containers go on. What stood under that name is ended. */
  rename(group: GroupRecord, renamed: GroupRecord): void {
    const before = this.find(renamed);
    if (before) this.remove(before);
    const key = keyOf(group);
    this.options.store.deleteGroup(group);
    this.groups.delete(key);
    this.alarms.get(key)?.();
    this.alarms.delete(key);
    this.keep(renamed);
    this.apply(keyOf(renamed), { type: 'tick' });
    this.work.share(renamed);
  }

  setTags(group: GroupRecord, tags: Record<string, string>): void {
    const lifecycle = retaggedFaults(group, tags);
    this.keep({ ...group, lifecycle, body: { ...group.body, tags } });
  }

  stop(key: GroupKey): void {
    this.apply(keyOf(this.get(key)), { type: 'stop' });
  }

  /** The group is gone at once; its processes and files soon after. */
  remove(group: GroupRecord): void {
    const key = keyOf(group);
    this.options.store.deleteGroup(group);
    this.groups.delete(key);
    this.keys.delete(group.uid);
    this.probes.forget(group.uid);
    this.options.onChange?.(group, undefined);
    this.alarms.get(key)?.();
    this.alarms.delete(key);
    this.work.remove(group);
  }

  private applyByUid(uid: string, event: GroupEvent): void {
    const key = this.keys.get(uid);
    if (key !== undefined) this.apply(key, event);
  }

  private apply(key: string, event: GroupEvent): void {
    const before = this.groups.get(key);
    if (!before || this.closed) return;
    const { clock, timing, behaviour } = this.options;
    const platformRestarts = behaviour?.current.platformRestartsOnFailure ?? 0;
    const context = { now: clock.now(), timing, platformRestarts };
    const { group, effects } = transition(before, event, context);
    this.keep(group);
    this.act(group, effects);
  }

  private act(group: GroupRecord, effects: readonly Effect[]): void {
    this.probes.follow(group);
    this.work.act(group, effects);
  }

  private keep(group: GroupRecord): void {
    const key = keyOf(group);
    this.options.store.saveGroup(group);
    const before = this.groups.get(key);
    this.hold(group);
    this.options.onChange?.(before, group);
    this.alarms.get(key)?.();
    this.alarms.delete(key);
    const when = nextTick(group);
    if (!when || this.closed) return;
    const tick = (): void => {
      this.apply(key, { type: 'tick' });
    };
    this.alarms.set(key, this.options.clock.callAt(when, tick));
  }

  private hold(group: GroupRecord): void {
    const key = keyOf(group);
    this.groups.set(key, group);
    this.keys.set(group.uid, key);
  }
}
