import type { EntityId } from './entity-id.ts';
import type { RequestMessage } from './messages.ts';

/** What an entity is; its state is JSON, null when none has been set. */
export interface EntityState {
  readonly exists: boolean;
  readonly state: string | null;
}

interface EntityBatch extends EntityState {
  readonly id: EntityId;
  readonly operations: readonly RequestMessage[];
}

interface OperationResult {
  readonly isError: boolean;
  /** JSON; null is nothing. */
  readonly result: string | null;
}
interface EntitySignal {
  readonly target: EntityId;
  readonly operation: string;
  readonly input: string;
}

export interface EntityBatchOutcome extends EntityState {
  /** One for each operation, in their order. */
  readonly results: readonly OperationResult[];
  readonly signals: readonly EntitySignal[];
}

/** Runs entities. Never rejects. */
export interface EntityExecutor {
  has(entityName: string): boolean;
  run(batch: EntityBatch): Promise<EntityBatchOutcome>;
}
