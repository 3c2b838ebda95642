import { entityIdOf } from '../../entities/entity-id.ts';
import { Completion } from '../../replay/completion.ts';
import type { CallEntity, LockEntities, ScheduledSignalEntity, SignalEntity } from '../reply.ts';
import type { Scope } from './scope.ts';

/** An entity that the app has not is never called, and takes no number, as with activities. */
export function callEntity(action: CallEntity, scope: Scope): Completion {
  if (!hasEntity(action.instanceId, scope)) {
    scope.stall(`it calls ${action.instanceId}, ${missing}`);
    return Completion.done();
  }
  return scope.entities.call(operationOf(action));
}

/** Throws when the app has no such entity: that fails the orchestration. */
export function signalEntity(
  action: SignalEntity | ScheduledSignalEntity,
  scope: Scope,
): Completion {
  const name = entityIdOf(action.instanceId)?.name ?? '';
  if (!hasEntity(action.instanceId, scope)) throw new Error(scope.noSuchEntity(name));
  scope.entities.signal(operationOf(action), 'fireAt' in action ? action.fireAt : undefined);
  return Completion.done();
}

export function lockEntities({ lockSet }: LockEntities, scope: Scope): Completion {
  const unknown = lockSet.find(({ name }) => !scope.hasEntity(name));
  if (unknown) {
    scope.stall(`it locks the entity "${unknown.name}", ${missing}`);
    return Completion.done();
  }
  return scope.entities.lockAll(lockSet);
}

export function releaseEntities({ entities }: Scope): Completion {
  entities.release();
  return Completion.done();
}

const missing = "which the app does not have; Azure's engine waits for ever, too";

function hasEntity(instanceId: string, scope: Scope): boolean {
  const id = entityIdOf(instanceId);
  return id !== undefined && scope.hasEntity(id.name);
}

function operationOf({
  instanceId,
  operation,
  input,
}: CallEntity | ScheduledSignalEntity | SignalEntity) {
  const isNothing = input === undefined || input === null;
  const json = isNothing ? undefined : JSON.stringify(input);
  return { target: instanceId, name: operation, input: json };
}
