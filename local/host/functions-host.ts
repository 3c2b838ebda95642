import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { DurableExtension, DurableOptions } from '../durable/index.ts';
import { type Clock, sleep, SystemClock } from '../support/clock.ts';
import {
  type HttpServer,
  type HttpServerOptions,
  startHttpServer,
} from '../support/http-server.ts';
import type { LocalService, Ready } from '../support/service.ts';
import { durableClientInputs } from './bindings/durable-client.ts';
import { refuseUnsupported, triggerTypeOf } from './bindings/supported.ts';
import { FunctionRunner } from './function-runner.ts';
import { openHostDatabase } from './host-database.ts';
import { type HostJson, readHostJson } from './host-json.ts';
import { hostFetch } from './host-server.ts';
import { adminRoutes } from './http/admin-routes.ts';
import { ensureKeys, type Keys } from './keys.ts';
import type { Listener } from './listener.ts';
import { createListener } from './listeners.ts';
import { logWorkerEntry, type Logs } from './log.ts';
import { AppSettings, type Environment } from './settings.ts';
import { HttpTriggers } from './triggers/http-trigger.ts';
import { durableFunctionsOf } from './worker/durable-functions.ts';
import type {
  FunctionWorker,
  Invocation,
  InvocationResult,
  RegisteredFunction,
  WorkerLog,
} from './worker/types.ts';

export interface FunctionsHostOptions {
  readonly appFolder: string;
  readonly dataFolder: string;
  readonly port: number;
  readonly tls: HttpServerOptions['tls'];
  readonly clock: Clock;
  readonly logs: Logs;
  readonly environment: Environment;
  readonly createDurable: (options: DurableOptions) => DurableExtension;
  /** Called once, when the host's URL is known. */
  readonly loadApp: (options: {
    readonly url: string;
    readonly appFolder: string;
    readonly log: WorkerLog;
  }) => Promise<FunctionWorker>;
}

/** https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#limits */
const defaultBodyLimitBytes = 104_857_600;
/** How long running functions may take to end when the host stops. */
const stopPatienceMs = 5_000;

interface Running {
  readonly worker: FunctionWorker;
  readonly durable: DurableExtension;
  readonly listeners: ReadonlyMap<string, Listener>;
  readonly triggered: FunctionRunner;
  readonly orchestrated: FunctionRunner;
}

/** One Functions app on this machine, with the triggers and the durable engine it has on Azure. */
export class FunctionsHost implements LocalService {
  private readonly options: FunctionsHostOptions;
  private server: HttpServer | undefined;
  private database: DatabaseSync | undefined;
  private running: Running | undefined;
  private stopped: Promise<void> | undefined;
  private fetch: (request: Request) => Promise<Response> = unavailable;

  constructor(options: FunctionsHostOptions) {
    this.options = options;
  }

  /** The port is taken before the app loads, because the app is told its URL. */
  async start(): Promise<Ready> {
    const { appFolder, dataFolder, port, tls, logs, loadApp } = this.options;
    const hostJson = await readHostJson(appFolder);
    const server = await startHttpServer({
      fetch: (request) => this.fetch(request),
      port,
      ...(tls && { tls }),
    });
    this.server = server;
    const log: WorkerLog = (entry) => {
      logWorkerEntry(logs, entry);
    };
    const worker = await loadApp({ url: server.url, appFolder, log });
    refuseUnsupported(worker.functions);
    const names = worker.functions
      .filter((fn) => triggerTypeOf(fn) === 'httpTrigger')
      .map(({ name }) => name);
    const keys = await ensureKeys(path.join(dataFolder, 'keys.json'), names);
    this.database = openHostDatabase(path.join(dataFolder, 'host.sqlite'));
    await this.run({ server, hostJson, worker, keys, database: this.database });
    return { functions: server.url, functionKey: keys.functionKey, systemKey: keys.systemKey };
  }

  /** Lets what runs come to its end, for a few seconds; what is left of the durable work goes on at the next start. */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  private async run(parts: {
    readonly server: HttpServer;
    readonly hostJson: HostJson;
    readonly worker: FunctionWorker;
    readonly keys: Keys;
    readonly database: DatabaseSync;
  }): Promise<void> {
    const { server, hostJson, worker, keys, database } = parts;
    const { clock, environment, logs } = this.options;
    const appSettings = new AppSettings(environment);
    const functions = worker.functions.filter(({ name }) => !appSettings.isDisabled(name));
    const durableRunner = this.runner(worker, hostJson);
    const durable = this.createDurable({ server, hostJson, keys, worker, runner: durableRunner });
    const triggered = this.runner(worker, hostJson);
    const extraInputs = (fn: RegisteredFunction) => durableClientInputs(fn, durable);
    const listeners = new Map<string, Listener>();
    for (const fn of functions) {
      const shared = { fn, appSettings, hostJson, database, clock, log: logs.host };
      const listener = createListener({ ...shared, runner: triggered, extraInputs });
      if (listener) listeners.set(fn.name.toLowerCase(), listener);
    }
    const http = new HttpTriggers({
      functions: functions.filter((fn) => triggerTypeOf(fn) === 'httpTrigger'),
      routePrefix: hostJson.extensions.http.routePrefix,
      keys,
      runner: triggered,
      clock,
      httpUri: worker.httpUri,
      bodyLimitBytes: Number(
        appSettings.get('FUNCTIONS_REQUEST_BODY_SIZE_LIMIT') ?? defaultBodyLimitBytes,
      ),
      extraInputs,
    });
    const admin = adminRoutes({
      keys,
      functions,
      advanceClock:
        clock instanceof SystemClock
          ? (ms) => {
              clock.advance(ms);
            }
          : undefined,
      runOnce: (name, input) => listeners.get(name.toLowerCase())?.runOnce(input),
    });
    this.running = { worker, durable, listeners, triggered, orchestrated: durableRunner };
    this.fetch = hostFetch({ durable, admin, functions: http });
    await durable.start();
    await Promise.all([...listeners.values()].map((listener) => listener.start()));
  }

  private runner(worker: FunctionWorker, { functionTimeout }: HostJson): FunctionRunner {
    const { clock, logs } = this.options;
    return new FunctionRunner({ worker, clock, log: logs.functions, timeoutMs: functionTimeout });
  }

  private createDurable(parts: {
    readonly server: HttpServer;
    readonly hostJson: HostJson;
    readonly keys: Keys;
    readonly worker: FunctionWorker;
    readonly runner: FunctionRunner;
  }): DurableExtension {
    const { server, hostJson, keys, worker, runner } = parts;
    const { clock, logs, dataFolder } = this.options;
    const { durableTask } = hostJson.extensions;
    const byName = new Map(worker.functions.map((fn) => [fn.name.toLowerCase(), fn]));
    const invoke = (invocation: Invocation): Promise<InvocationResult> => {
      const fn = byName.get(invocation.functionName.toLowerCase());
      const extra = fn ? durableClientInputs(fn, durable) : [];
      return runner.run({ ...invocation, inputs: [...invocation.inputs, ...extra] });
    };
    const { maxConcurrentActivityFunctions } = durableTask;
    const durable = this.options.createDurable({
      databaseFile: path.join(dataFolder, 'durable.sqlite'),
      clock,
      log: (level, message) => {
        logWorkerEntry(logs, { level, message });
      },
      functions: durableFunctionsOf({ ...worker, invoke }),
      hubName: durableTask.hubName,
      systemKey: keys.systemKey,
      baseUrl: () => server.url,
      versions: versionsOf(durableTask),
      ...(maxConcurrentActivityFunctions !== undefined && { maxConcurrentActivityFunctions }),
    });
    return durable;
  }

  private async stopAll(): Promise<void> {
    const { running } = this;
    if (running) {
      const { clock, logs } = this.options;
      const listeners = [...running.listeners.values()].map((listener) => listener.stop());
      await Promise.race([Promise.all(listeners), sleep(clock, stopPatienceMs)]);
      this.fetch = this.durableOnly(running.durable);
      const left = await running.triggered.drain(stopPatienceMs);
      if (left > 0) logs.host.warn({ left }, 'functions were still running when the host stopped');
      await Promise.race([running.durable.stop(), sleep(clock, stopPatienceMs)]);
      await running.orchestrated.drain(0);
      await running.worker.stop();
    }
    this.fetch = unavailable;
    await this.server?.close();
    this.database?.close();
  }

  /** Functions that are ending may still need the engine. */
  private durableOnly(durable: DurableExtension): (request: Request) => Promise<Response> {
    const nobody = { fetch: unavailable };
    return hostFetch({ durable, admin: nobody, functions: nobody });
  }
}

function versionsOf({
  defaultVersion,
  versionMatchStrategy,
  versionFailureStrategy,
}: HostJson['extensions']['durableTask']) {
  return {
    ...(defaultVersion !== undefined && { defaultVersion }),
    ...(versionMatchStrategy !== undefined && { versionMatchStrategy }),
    ...(versionFailureStrategy !== undefined && { versionFailureStrategy }),
  };
}

function unavailable(): Promise<Response> {
  return Promise.resolve(new Response(null, { status: 503, headers: { 'retry-after': '1' } }));
}
