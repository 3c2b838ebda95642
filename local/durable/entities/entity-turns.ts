import type { Instance } from '../engine/instance.ts';
import type { QueuedMessage, TurnCommit } from '../engine/store.ts';
import type { DurableLog } from '../types.ts';
import type { EntityExecutor } from './entity-executor.ts';
import { entityIdOf, isEntity } from './entity-id.ts';
import { takeEntityTurn } from './entity-turn.ts';

interface EntityTurnsOptions {
  readonly executor: EntityExecutor;
  readonly batchLimit: number;
  readonly now: () => Date;
  readonly log: DurableLog;
}

/** Lets entities take their turns. */
export class EntityTurns {
  private readonly options: EntityTurnsOptions;
  private readonly missing = new Set<string>();

  constructor(options: EntityTurnsOptions) {
    this.options = options;
  }

  /** Whether messages to that instance are for an entity; the first makes one. */
  isEntity(instanceId: string, instance: Instance | undefined): boolean {
    return instance ? isEntity(instance) : entityIdOf(instanceId) !== undefined;
  }

  /** `later` when the app has no such entity: its messages wait, as they do on Azure. */
  async turn(
    instanceId: string,
    instance: Instance | undefined,
    inbox: readonly QueuedMessage[],
  ): Promise<TurnCommit | 'later'> {
    const { executor, batchLimit, now } = this.options;
    const id = entityIdOf(instanceId);
    if (!id || !executor.has(id.name)) {
      this.reportMissing(instanceId);
      return 'later';
    }
    return await takeEntityTurn({ id, instance, inbox, executor, batchLimit, now });
  }

  private reportMissing(instanceId: string): void {
    if (this.missing.has(instanceId)) return;
    this.missing.add(instanceId);
    this.options.log(
      'error',
      `The app has no entity for ${instanceId}, which has been sent a message: it waits for ever, on Azure, too.`,
    );
  }
}
