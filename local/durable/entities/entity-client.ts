import { randomUUID } from 'node:crypto';
import type { Engine } from '../engine/engine.ts';
import { eventMessage } from '../engine/event-message.ts';
import type { Instance, InstanceFilter } from '../engine/instance.ts';
import { type EntityId, entityIdOf, instanceIdOf, isEntity } from './entity-id.ts';
import { EntityScheduler } from './entity-scheduler.ts';
import { messageNames, requestText } from './messages.ts';

/** The app has no function for the entity that was signalled. */
export class NoSuchEntityError extends Error {}
/** The key of an entity has a character that Azure does not take. */
export class EntityKeyError extends Error {}

interface EntityListing {
  readonly id: EntityId;
  readonly lastOperationAt: Date;
  /** JSON; null when there is none. */
  readonly state: string | null;
}

/** What a client can do with entities. */
export class EntityClient {
  private readonly engine: Engine;
  private readonly known: readonly string[];

  constructor(engine: Engine, known: readonly string[]) {
    this.engine = engine;
    this.known = known;
  }

  /** Throws NoSuchEntityError or EntityKeyError. */
  signal(id: EntityId, operation: string, input: string | null): void {
    if (/[/\\#?\u0000-\u001f\u007f-\u009f]/.test(id.key))
      throw new EntityKeyError(
        "Entity keys must not contain /, \\, #, ?, or control characters. (Parameter 'entityKey')",
      );
    if (!this.known.some((name) => name.toLowerCase() === id.name.toLowerCase()))
      throw new NoSuchEntityError(id.name);
    const text = requestText({
      op: operation,
      signal: true,
      ...(input !== null && { input }),
      id: randomUUID(),
    });
    const instanceId = instanceIdOf(id);
    const name = messageNames.request;
    this.engine.send(
      eventMessage({ instanceId, executionId: null, name, input: text }, this.engine.clock.now()),
    );
  }

  /** The JSON of its state; undefined when it has none. */
  state(id: EntityId): string | undefined {
    const instance = this.engine.store.instance(instanceIdOf(id));
    return (instance && listingOf(instance)?.state) ?? undefined;
  }

  /** The entities among at most `limit` instances that match, and where the next page begins if there is one. */
  list(
    name: string,
    filter: Pick<InstanceFilter, 'createdFrom' | 'createdTo' | 'afterId'>,
    limit: number,
  ): { readonly entities: readonly EntityListing[]; readonly nextAfterId: string | undefined } {
    const idPrefix = name === '' ? '@' : instanceIdOf({ name, key: '' });
    const found = this.engine.store.instances({ ...filter, idPrefix }, limit + 1);
    const page = found.slice(0, limit);
    return {
      entities: page.flatMap((instance) => listingOf(instance) ?? []),
      nextAfterId: found.length > limit ? page.at(-1)?.instanceId : undefined,
    };
  }
}

/** Undefined for an entity that does not exist, and for what is no entity. */
function listingOf(instance: Instance): EntityListing | undefined {
  const id = entityIdOf(instance.instanceId);
  if (!id || !isEntity(instance)) return undefined;
  const { exists, state } = new EntityScheduler(instance.input).entity;
  return exists ? { id, lastOperationAt: instance.updatedAt, state } : undefined;
}
