import { availableParallelism } from 'node:os';
import { Engine } from './engine/engine.ts';
import { Management } from './engine/management.ts';
import { managementApi } from './http/management-api.ts';
import { clientBinding } from './http/urls.ts';
import { OutOfProcessActivities } from './protocol/activities.ts';
import { OutOfProcessOrchestrators } from './protocol/orchestrators.ts';
import { SqliteStore } from './store/sqlite-store.ts';
import type { DurableExtension, DurableOptions } from './types.ts';

const activitiesPerProcessor = 10;

/** The engine, its store and its HTTP API, ready to be started. Opens the database; throws when that cannot be done. */
export function createDurableExtension(options: DurableOptions): DurableExtension {
  const { clock, log, functions, versions = {} } = options;
  const defaultVersion = versions.defaultVersion ?? null;
  const engine = new Engine({
    store: new SqliteStore(options.databaseFile),
    clock,
    log,
    versions,
    orchestrators: new OutOfProcessOrchestrators(functions, defaultVersion),
    activities: new OutOfProcessActivities(functions),
    maxConcurrentActivities:
      options.maxConcurrentActivityFunctions ?? activitiesPerProcessor * availableParallelism(),
  });
  const management = new Management(engine, defaultVersion);
  return {
    start: () => {
      engine.start();
      return Promise.resolve();
    },
    stop: () => engine.stop(),
    clientBinding: () => clientBinding(options),
    fetch: managementApi({ ...options, management }),
  };
}
