import type { Clock } from '../../support/clock.ts';
import type { GroupRecord } from '../model/group-record.ts';
import type { GroupEvent } from '../model/transition.ts';
import type { Effect } from '../model/transitions/step.ts';
import { keyOf } from '../store/aci-store.ts';
import type { ContainerBackend, PrepareResult, RunExit, RunKey } from './container-backend.ts';
import { runSpec } from './run-spec.ts';
import { sharedParts } from './shared-parts.ts';

interface GroupWorkOptions {
  readonly backend: ContainerBackend;
  readonly clock: Clock;
  /** Hears what has become of the work. */
  readonly report: (groupUid: string, event: GroupEvent) => void;
  /** The group as it is now, if it is there: what was asked for may be wanted no more when its turn comes. */
  readonly current: (groupUid: string) => GroupRecord | undefined;
}

/** Has the backend do what groups need: one thing after the other under each name, except for pulls. */
export class GroupWork {
  /** Where containers get their tokens. */
  identityEndpoint: string | undefined;
  private readonly options: GroupWorkOptions;
  private readonly queues = new Map<string, Promise<void>>();
  /** What runs have done before it was known that they had started. */
  private readonly early = new Map<string, RunExit | undefined>();

  constructor(options: GroupWorkOptions) {
    this.options = options;
    options.backend.onExit((run, exit) => {
      const name = nameOf(run);
      if (this.early.has(name)) this.early.set(name, exit);
      else options.report(run.groupUid, { type: 'exited', ...run, ...exit });
    });
  }

  /** Carries out the effects of a transition to this state of a group. */
  act(group: GroupRecord, effects: readonly Effect[]): void {
    for (const effect of effects) if (effect.type === 'pull') this.pull(group, effect);
    const rest = effects.filter((effect) => effect.type !== 'pull');
    if (rest.length === 0) return;
    this.enqueue(keyOf(group), async () => {
      await Promise.all(rest.map((effect) => this.perform(group, effect)));
    });
  }

  /** Brings what the containers of a running group share up to date. */
  share(group: GroupRecord): void {
    this.enqueue(keyOf(group), async () => {
      await this.options.backend.prepareGroup(sharedParts(group));
    });
  }

  /** Ends and forgets all that the backend has of a group; what is asked for under its name afterwards comes after that. */
  remove(group: GroupRecord): void {
    this.enqueue(keyOf(group), () => this.options.backend.removeGroup(group.uid));
  }

  removeUnknown(isKnown: (groupUid: string) => boolean): void {
    this.enqueue('', () => this.options.backend.removeUnknown(isKnown));
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    while (this.queues.size > 0) await Promise.all(this.queues.values());
  }

  private async perform(
    group: GroupRecord,
    effect: Exclude<Effect, { type: 'pull' }>,
  ): Promise<void> {
    if (effect.type === 'prepare') {
      await this.prepare(group, effect.operation);
      return;
    }
    const { type, container, run } = effect;
    const key = { groupUid: group.uid, container, run };
    if (type === 'start') {
      await this.start(key);
      return;
    }
    await this.options.backend.kill(key);
    if (effect.isAwaited) this.options.report(group.uid, { type: 'killed', ...key });
  }

  private async prepare(group: GroupRecord, operation: string): Promise<void> {
    const { current, report } = this.options;
    if (current(group.uid)?.operation.id !== operation) return;
    const outcome = await this.prepareBackend(group).catch(failedAs('mountFailed'));
    switch (outcome.result) {
      case 'ready':
        report(group.uid, { type: 'prepared', operation, ipAddress: outcome.ipAddress });
        return;
      case 'mountFailed':
        report(group.uid, { type: 'mountFailed', operation, message: outcome.message });
        return;
      case 'failed':
        report(group.uid, { type: 'prepareFailed', operation, message: outcome.message });
        return;
    }
  }

  private prepareBackend(group: GroupRecord): Promise<PrepareResult> {
    const { backend } = this.options;
    const { osType } = group.body.properties;
    if (backend.operatingSystems.includes(osType)) return backend.prepareGroup(sharedParts(group));
    const message = `The emulator's ${backend.kind} backend runs no ${osType} containers.`;
    return Promise.resolve({ result: 'failed', message });
  }

  private async start(key: RunKey): Promise<void> {
    const { backend, current, report } = this.options;
    const group = current(key.groupUid);
    if (!group || !isWanted(group, key)) return;
    const name = nameOf(key);
    this.early.set(name, undefined);
    try {
      const outcome = await backend
        .start(runSpec(group, key, this.identityEndpoint))
        .catch(failedAs('failed'));
      if (outcome.result === 'started')
        report(group.uid, { type: 'started', ...key, at: outcome.at });
      else report(group.uid, { type: 'startFailed', ...key, message: outcome.message });
    } finally {
      const exit = this.early.get(name);
      this.early.delete(name);
      if (exit) report(group.uid, { type: 'exited', ...key, ...exit });
    }
  }

  private pull(group: GroupRecord, { operation, image }: Extract<Effect, { type: 'pull' }>): void {
    const { backend, clock, report } = this.options;
    const release = clock.hold();
    void backend
      .pullImage(image, group.body.properties.imageRegistryCredentials)
      .catch(failedAs('failed'))
      .then((outcome) => {
        report(
          group.uid,
          outcome.result === 'pulled'
            ? { type: 'pulled', operation, image, sizeBytes: outcome.sizeBytes }
            : { type: 'pullFailed', operation, image, message: outcome.message },
        );
      })
      .finally(release);
  }

  private enqueue(name: string, task: () => Promise<void>): void {
    const release = this.options.clock.hold();
    const done = (this.queues.get(name) ?? Promise.resolve())
      .then(task)
      .catch((error: unknown) => {
        console.error(`aci: container group ${name}:`, error);
      })
      .finally(() => {
        release();
        if (this.queues.get(name) === done) this.queues.delete(name);
      });
    this.queues.set(name, done);
  }
}

/** A backend that throws has failed for now: what it was to do is tried again. */
function failedAs<R extends string>(result: R) {
  return (error: unknown) => ({
    result,
    message: error instanceof Error ? error.message : String(error),
  });
}

function nameOf({ groupUid, container, run }: RunKey): string {
  return `${groupUid}/${container}/${run}`;
}

function isWanted({ initContainers, containers }: GroupRecord, key: RunKey): boolean {
  return [...initContainers, ...containers].some(
    ({ name, run, starting }) => name === key.container && run === key.run && starting,
  );
}
