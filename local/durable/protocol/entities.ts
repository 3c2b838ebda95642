import { z } from 'zod';
import type { EntityBatchOutcome, EntityExecutor } from '../entities/entity-executor.ts';
import { instanceIdOf } from '../entities/entity-id.ts';
import type { DurableData, DurableFunctions } from '../types.ts';
import { messageOf } from './failures.ts';

type EntityBatch = Parameters<EntityExecutor['run']>[0];

/** https://github.com/Azure/azure-functions-durable-js/blob/v3.x/src/entities/EntityState.ts */
const Outcome = z.object({
  entityExists: z.boolean(),
  entityState: z.string().nullish(),
  results: z.array(z.object({ isError: z.boolean(), result: z.string().nullish() })),
  signals: z
    .array(
      z.object({
        target: z.object({ name: z.string(), key: z.string() }),
        name: z.string(),
        input: z.string(),
      }),
    )
    .default([]),
});

/** Runs batches of operations through the app's entity functions. */
export class OutOfProcessEntities implements EntityExecutor {
  private readonly functions: DurableFunctions;
  private readonly names: ReadonlySet<string>;

  constructor(functions: DurableFunctions) {
    this.functions = functions;
    this.names = new Set(functions.entities.map((name) => name.toLowerCase()));
  }

  has(entityName: string): boolean {
    return this.names.has(entityName.toLowerCase());
  }

  /** When the function fails as a whole, as after its timeout, each operation fails and the state stays. */
  async run(batch: EntityBatch): Promise<EntityBatchOutcome> {
    try {
      const data = { string: triggerOf(batch) };
      return outcomeOf(await this.functions.invoke(batch.id.name, data, instanceIdOf(batch.id)));
    } catch (error) {
      const result = JSON.stringify(messageOf(error));
      const { exists, state, operations } = batch;
      return {
        exists,
        state,
        results: operations.map(() => ({ isError: true, result })),
        signals: [],
      };
    }
  }
}

function triggerOf({ id, exists, state, operations }: EntityBatch): string {
  return JSON.stringify({
    self: { name: id.name, key: id.key },
    exists,
    state,
    batch: operations.map((operation) => ({
      name: operation.op,
      input: operation.input ?? null,
      isSignal: operation.signal ?? false,
      id: operation.id,
    })),
  });
}

function outcomeOf({ json, string }: DurableData): EntityBatchOutcome {
  const { entityExists, entityState, results, signals } = Outcome.parse(
    JSON.parse(json ?? string ?? ''),
  );
  return {
    exists: entityExists,
    state: entityState ?? null,
    results: results.map(({ isError, result }) => ({ isError, result: result ?? null })),
    signals: signals.map(({ target, name, input }) => ({ target, operation: name, input })),
  };
}
