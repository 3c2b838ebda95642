import { availableParallelism } from 'node:os';
import { Engine } from './engine/engine.ts';
import { Management } from './engine/management.ts';
import { EntityClient } from './entities/entity-client.ts';
import { EntityTurns } from './entities/entity-turns.ts';
import { managementApi } from './http/management-api.ts';
import { clientBinding } from './http/urls.ts';
import { OutOfProcessActivities } from './protocol/activities.ts';
import { OutOfProcessEntities } from './protocol/entities.ts';
import { OutOfProcessOrchestrators } from './protocol/orchestrators.ts';
import { SqliteStore } from './store/sqlite-store.ts';
import type { DurableExtension, DurableOptions } from './types.ts';

/** https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-bindings#durable-functions-2-0-host-json */
const perProcessor = 10;
const defaultBatchSize = 5000;
const defaultHttpSleepMs = 30_000;

/** The engine, its store and its HTTP API, ready to be started. Opens the database; throws when that cannot be done. */
export function createDurableExtension(options: DurableOptions): DurableExtension {
  const { clock, log, functions, versions = {} } = options;
  const defaultVersion = versions.defaultVersion ?? null;
  const asyncHttpSleepMs = options.asyncHttpSleepMs ?? defaultHttpSleepMs;
  const atOnce = perProcessor * availableParallelism();
  const executor = new OutOfProcessEntities(functions);
  const engine = new Engine({
    store: new SqliteStore(options.databaseFile),
    clock,
    log,
    versions,
    orchestrators: new OutOfProcessOrchestrators(functions, { defaultVersion, asyncHttpSleepMs }),
    activities: new OutOfProcessActivities(functions, { clock, identity: options.identity }),
    maxConcurrentActivities: options.maxConcurrentActivityFunctions ?? atOnce,
    entities: new EntityTurns({
      executor,
      batchLimit: options.maxEntityOperationBatchSize ?? defaultBatchSize,
      now: () => clock.now(),
      log,
    }),
    maxConcurrentEntities: options.maxConcurrentEntityFunctions ?? atOnce,
  });
  const management = new Management(engine, defaultVersion);
  const entities = new EntityClient(engine, functions.entities);
  return {
    start: () => {
      engine.start();
      return Promise.resolve();
    },
    stop: () => engine.stop(),
    clientBinding: () => clientBinding(options),
    fetch: managementApi({ ...options, management, entities }),
  };
}
