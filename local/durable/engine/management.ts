import { randomUUID } from 'node:crypto';
import type { Engine } from './engine.ts';
import { eventMessage } from './event-message.ts';
import { EventType, type HistoryEvent, stamp } from './history.ts';
import { type Instance, type InstanceFilter, isTerminal, type RuntimeStatus } from './instance.ts';
import { newInstance, shortId } from './new-instance.ts';
import { rewindOf } from './rewind.ts';

/** An id that is alive cannot be started again. */
export class AlreadyExistsError extends Error {
  constructor(status: RuntimeStatus) {
    super(`An Orchestration instance with the status ${status} already exists.`);
  }
}

/** What became of a message to an instance: it may not be there, or over. */
export type Delivery = 'accepted' | 'notFound' | 'over';

/** What a client can do with orchestrations. */
export class Management {
  private readonly engine: Engine;
  private readonly defaultVersion: string | null;

  constructor(engine: Engine, defaultVersion: string | null) {
    this.engine = engine;
    this.defaultVersion = defaultVersion;
  }

  /** Gives the id. An id that is over begins anew; throws AlreadyExistsError when it is alive. */
  start(options: {
    readonly name: string;
    readonly instanceId?: string | undefined;
    /** Not given, it is the app's own; empty is a version, too. */
    readonly version?: string | undefined;
    readonly input: string | null;
  }): string {
    const { name, input, version, instanceId = shortId() } = options;
    const existing = this.get(instanceId);
    if (existing && !isTerminal(existing.status)) throw new AlreadyExistsError(existing.status);
    this.engine.create(
      newInstance({
        instanceId,
        executionId: randomUUID(),
        name,
        version: version ?? this.defaultVersion,
        input,
        now: this.engine.clock.now(),
        generation: existing ? existing.generation + 1 : 0,
      }),
    );
    return instanceId;
  }

  get(instanceId: string): Instance | undefined {
    return this.engine.store.instance(instanceId);
  }

  history(instanceId: string): HistoryEvent[] {
    return this.engine.store.history(instanceId);
  }

  /** In order of their ids. */
  list(filter: InstanceFilter, limit: number): Instance[] {
    return this.engine.store.instances(filter, limit);
  }

  raiseEvent(instanceId: string, name: string, input: string): Delivery {
    const now = this.engine.clock.now();
    const { event } = eventMessage({ instanceId, executionId: null, name, input }, now);
    return this.deliver(instanceId, event);
  }

  terminate(instanceId: string, reason: string | null): Delivery {
    return this.deliver(instanceId, {
      EventType: EventType.ExecutionTerminated,
      Input: reason,
      ...this.stamp(),
    });
  }

  suspend(instanceId: string, reason: string): Delivery {
    return this.deliver(instanceId, {
      EventType: EventType.ExecutionSuspended,
      Reason: reason,
      ...this.stamp(),
    });
  }

  resume(instanceId: string, reason: string): Delivery {
    return this.deliver(instanceId, {
      EventType: EventType.ExecutionResumed,
      Reason: reason,
      ...this.stamp(),
    });
  }

  /** Lets a failed instance go on, as if what failed had not been tried yet. */
  rewind(instance: Instance, reason: string | null): void {
    const { engine } = this;
    engine.rewrite(rewindOf(engine.store, instance, reason, engine.clock.now()));
  }

  /** Only for an instance that is over, and for entities. */
  purge(instanceId: string): void {
    this.engine.purge([instanceId]);
  }

  /** Purges those that are over and match; gives their number. */
  purgeBy(filter: InstanceFilter): number {
    const ids = this.list(filter, -1)
      .filter(({ status }) => isTerminal(status))
      .map(({ instanceId }) => instanceId);
    return this.engine.purge(ids);
  }

  private deliver(instanceId: string, event: HistoryEvent): Delivery {
    const instance = this.get(instanceId);
    if (!instance) return 'notFound';
    if (isTerminal(instance.status)) return 'over';
    this.engine.send({ instanceId, executionId: null, event });
    return 'accepted';
  }

  private stamp(): ReturnType<typeof stamp> {
    return stamp(this.engine.clock.now());
  }
}
