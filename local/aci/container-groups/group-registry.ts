import type { Clock } from '../../support/clock.ts';
import { errors } from '../model/errors.ts';
import type { GroupRecord } from '../model/group-record.ts';
import type { Timing } from '../model/timing.ts';
import { nextTick, transition, type Effect, type GroupEvent } from '../model/transition.ts';
import { keyOf, type AciStore, type GroupKey } from '../store/aci-store.ts';
import type { ContainerBackend, RunKey } from './container-backend.ts';
import { recoverRuns } from './recover-runs.ts';
import { runSpec } from './run-spec.ts';

interface GroupRegistryOptions {
  readonly store: AciStore;
  readonly backend: ContainerBackend;
  readonly clock: Clock;
  readonly timing: Timing;
  /** Called after each change that has been kept; `before` is absent for a new group, `after` for one that is gone. */
  readonly onChange?: (before: GroupRecord | undefined, after: GroupRecord | undefined) => void;
}

/** All container groups: keeps each change before it acts on it, and lets time and the backend move them on. */
export class GroupRegistry {
  private readonly groups = new Map<string, GroupRecord>();
  private readonly alarms = new Map<string, () => void>();
  /** What the backend still has to do, one thing after the other in each group. */
  private readonly work = new Map<string, Promise<void>>();
  private readonly options: GroupRegistryOptions;
  private closed = false;

  constructor(options: GroupRegistryOptions) {
    this.options = options;
    // At once: a client must never be told that a group is gone because its emulator has just come back.
    for (const group of options.store.loadGroups()) this.groups.set(keyOf(group), group);
    options.backend.onExit((run, exit) => {
      this.applyByUid(run.groupUid, { type: 'exited', ...run, ...exit });
    });
  }

  /** Takes up what an earlier process left: running containers go on, others end or start again as they must. */
  async open(): Promise<void> {
    const { backend } = this.options;
    const isKnown = (uid: string): boolean =>
      [...this.groups.values()].some((group) => group.uid === uid);
    this.enqueue('unknown', () => backend.removeUnknown(isKnown));
    for (const [key, group] of [...this.groups]) {
      for (const event of await recoverRuns(group, backend)) this.applyByUid(group.uid, event);
      this.apply(key, { type: 'tick' });
    }
  }

  /** Ends all containers; their groups stay and go on with the next `open`. */
  async close(): Promise<void> {
    this.closed = true;
    for (const cancel of this.alarms.values()) cancel();
    this.alarms.clear();
    // First, so that nobody waits for containers to end well; and for those that were just about to start.
    await this.options.backend.close();
    await Promise.all(this.work.values());
    await this.options.backend.close();
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

  /** Adds a group, or puts another state in place of what stands under its name; what ran before is ended. */
  put(group: GroupRecord): void {
    const before = this.find(group);
    if (before && before.uid !== group.uid) this.remove(before);
    else if (before)
      this.act(
        before,
        liveRuns(before).map((run) => ({ type: 'kill', ...run })),
      );
    this.keep(group);
  }

  setTags(group: GroupRecord, tags: Record<string, string>): void {
    this.keep({ ...group, body: { ...group.body, tags } });
  }

  stop(key: GroupKey): void {
    this.apply(keyOf(this.get(key)), { type: 'stop' });
  }

  /** The group is gone at once; its processes and files soon after. */
  remove(group: GroupRecord): void {
    const key = keyOf(group);
    this.options.store.deleteGroup(group);
    this.groups.delete(key);
    this.options.onChange?.(group, undefined);
    this.alarms.get(key)?.();
    this.alarms.delete(key);
    this.enqueue(group.uid, () => this.options.backend.removeGroup(group.uid));
  }

  private applyByUid(uid: string, event: GroupEvent): void {
    for (const [key, group] of this.groups) if (group.uid === uid) this.apply(key, event);
  }

  private apply(key: string, event: GroupEvent): void {
    const before = this.groups.get(key);
    if (!before || this.closed) return;
    const { clock, timing } = this.options;
    const { group, effects } = transition(before, event, { now: clock.now(), timing });
    this.keep(group);
    this.act(group, effects);
  }

  private keep(group: GroupRecord): void {
    const key = keyOf(group);
    this.options.store.saveGroup(group);
    const before = this.groups.get(key);
    this.groups.set(key, group);
    this.options.onChange?.(before, group);
    this.alarms.get(key)?.();
    this.alarms.delete(key);
    const when = nextTick(group);
    if (!when) return;
    const tick = (): void => {
      this.apply(key, { type: 'tick' });
    };
    this.alarms.set(key, this.options.clock.callAt(when, tick));
  }

  private act(group: GroupRecord, effects: readonly Effect[]): void {
    if (effects.length === 0) return;
    this.enqueue(group.uid, async () => {
      await Promise.all(
        effects.map(({ type, container, run }) => {
          const key = { groupUid: group.uid, container, run };
          return type === 'kill' ? this.options.backend.kill(key) : this.start(group, key);
        }),
      );
    });
  }

  private async start(group: GroupRecord, key: RunKey): Promise<void> {
    if (this.closed || this.find(group)?.uid !== group.uid) return;
    const outcome = await this.options.backend.start(runSpec(group, key));
    this.applyByUid(
      group.uid,
      outcome.result === 'started'
        ? { type: 'started', ...key, at: outcome.at }
        : { type: 'startFailed', ...key, message: outcome.message },
    );
  }

  private enqueue(uid: string, task: () => Promise<void>): void {
    const release = this.options.clock.hold();
    const done = (this.work.get(uid) ?? Promise.resolve())
      .then(task)
      .catch((error: unknown) => {
        console.error(`aci: container group ${uid}:`, error);
      })
      .finally(() => {
        release();
        if (this.work.get(uid) === done) this.work.delete(uid);
      });
    this.work.set(uid, done);
  }
}

function liveRuns(group: GroupRecord): { container: string; run: number }[] {
  return group.containers
    .filter(({ state, starting }) => starting || state.state === 'Running')
    .map(({ name, run }) => ({ container: name, run }));
}
