import path from 'node:path';
import type { DurableExtension, DurableOptions } from '../durable/index.ts';
import type { Clock } from '../support/clock.ts';
import { durableClientInputs } from './bindings/durable-client.ts';
import { triggerTypeOf } from './bindings/supported.ts';
import { FunctionRunner } from './function-runner.ts';
import type { HostJson } from './host-json.ts';
import type { Keys } from './keys.ts';
import { logWorkerEntry, type Logs } from './log.ts';
import type { AppSettings } from './settings.ts';
import { durableFunctionsOf } from './worker/durable-functions.ts';
import type { FunctionWorker } from './worker/types.ts';

interface DurableRuntimeOptions {
  readonly worker: FunctionWorker;
  readonly hostJson: HostJson;
  readonly keys: Keys;
  readonly appSettings: AppSettings;
  readonly url: string;
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly logs: Logs;
  readonly createDurable: (options: DurableOptions) => DurableExtension;
}

/** The durable engine for the functions of this app, by the settings of its host.json. */
export function createDurableRuntime(options: DurableRuntimeOptions): DurableExtension {
  const { worker, hostJson, keys, appSettings, clock, logs } = options;
  const { durableTask } = hostJson.extensions;
  const { hubName } = durableTask;
  const byName = new Map(worker.functions.map((fn) => [fn.name.toLowerCase(), fn]));
  const runner = new FunctionRunner({
    worker,
    clock,
    log: logs.functions,
    timeoutMs: hostJson.functionTimeout,
    // The engine says in one line which orchestration failed and why.
    logsFailureOf: (name) => {
      const fn = byName.get(name.toLowerCase());
      return fn !== undefined && triggerTypeOf(fn) === 'activityTrigger';
    },
  });
  const durable = options.createDurable({
    databaseFile: path.join(options.dataFolder, 'durable.sqlite'),
    clock,
    log: (level, message) => {
      logWorkerEntry(logs, { level, message });
    },
    functions: durableFunctionsOf({
      ...worker,
      invoke: (invocation) => {
        const fn = byName.get(invocation.functionName.toLowerCase());
        const extra = fn ? durableClientInputs(fn, durable) : [];
        return runner.run({ ...invocation, inputs: [...invocation.inputs, ...extra] });
      },
    }),
    hubName: appSettings.substitute(hubName, 'host.json: hubName'),
    systemKey: keys.systemKey,
    baseUrl: () => options.url,
    versions: versionsOf(durableTask),
    ...limitsOf(durableTask),
    ...identityOf(appSettings),
  });
  return durable;
}

type DurableTaskSettings = HostJson['extensions']['durableTask'];

function limitsOf(settings: DurableTaskSettings) {
  const { maxConcurrentActivityFunctions, maxConcurrentEntityFunctions } = settings;
  const { maxEntityOperationBatchSize } = settings;
  const asyncHttpSleepMs = settings.httpSettings?.defaultAsyncRequestSleepTimeMilliseconds;
  return {
    ...(maxConcurrentActivityFunctions !== undefined && { maxConcurrentActivityFunctions }),
    ...(maxConcurrentEntityFunctions !== undefined && { maxConcurrentEntityFunctions }),
    ...(maxEntityOperationBatchSize !== undefined && { maxEntityOperationBatchSize }),
    ...(asyncHttpSleepMs !== undefined && { asyncHttpSleepMs }),
  };
}

/** The app's managed identity, by which `callHttp` gets its tokens. */
function identityOf(appSettings: AppSettings) {
  const endpoint = appSettings.get('IDENTITY_ENDPOINT');
  const header = appSettings.get('IDENTITY_HEADER');
  const clientId = appSettings.get('AZURE_CLIENT_ID');
  if (endpoint === undefined || header === undefined) return {};
  return { identity: { endpoint, header, ...(clientId !== undefined && { clientId }) } };
}

function versionsOf({
  defaultVersion,
  versionMatchStrategy,
  versionFailureStrategy,
}: DurableTaskSettings) {
  return {
    ...(defaultVersion !== undefined && { defaultVersion }),
    ...(versionMatchStrategy !== undefined && { versionMatchStrategy }),
    ...(versionFailureStrategy !== undefined && { versionFailureStrategy }),
  };
}
