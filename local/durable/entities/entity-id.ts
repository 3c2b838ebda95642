export interface EntityId {
  readonly name: string;
  readonly key: string;
}

/** The instance in which an entity lives: names have no case, keys do. */
export function instanceIdOf({ name, key }: EntityId): string {
  return `@${name.toLowerCase()}@${key}`;
}

/** The entity of such an instance, undefined when the id is not of that form. */
export function entityIdOf(instanceId: string): EntityId | undefined {
  const end = instanceId.indexOf('@', 1);
  return instanceId.startsWith('@') && end > 1
    ? { name: instanceId.slice(1, end), key: instanceId.slice(end + 1) }
    : undefined;
}

/** Whether an entity lives there, and not an orchestration that was given an id of that form. */
export function isEntity(instance: {
  readonly instanceId: string;
  readonly name: string;
}): boolean {
  return instance.name === instance.instanceId && entityIdOf(instance.instanceId) !== undefined;
}
