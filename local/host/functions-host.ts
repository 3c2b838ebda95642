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
import { createDurableRuntime } from './durable-runtime.ts';
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
import type { FunctionWorker, RegisteredFunction, WorkerLog } from './worker/types.ts';

interface FunctionsHostOptions {
  readonly appFolder: string;
  readonly dataFolder: string;
  readonly port: number;
  readonly tls: HttpServerOptions['tls'];
  readonly clock: Clock;
  readonly logs: Logs;
  /** The app's settings. */
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
/** How long running functions, and then the durable engine, may take to end when the host stops. */
const stopPatienceMs = 5_000;

interface LoadedApp {
  readonly worker: FunctionWorker;
  /** Those that are not disabled. */
  readonly functions: readonly RegisteredFunction[];
  readonly hostJson: HostJson;
  readonly keys: Keys;
  readonly appSettings: AppSettings;
  readonly database: DatabaseSync;
  readonly runner: FunctionRunner;
  readonly durable: DurableExtension;
  readonly extraInputs: (fn: RegisteredFunction) => ReturnType<typeof durableClientInputs>;
}

interface Running {
  readonly app: LoadedApp;
  readonly listeners: ReadonlyMap<string, Listener>;
}

/** One Functions app on this machine, with the triggers and the durable engine it has on Azure. */
export class FunctionsHost implements LocalService {
  private readonly options: FunctionsHostOptions;
  private server: HttpServer | undefined;
  private running: Running | undefined;
  private stopped: Promise<void> | undefined;
  private fetch: (request: Request) => Promise<Response> = unavailable;

  constructor(options: FunctionsHostOptions) {
    this.options = options;
  }

  /** The port is taken before the app loads, because the app is told its URL. */
  async start(): Promise<Ready> {
    const { appFolder, port, tls, environment } = this.options;
    const hostJson = await readHostJson(appFolder, environment);
    this.server = await startHttpServer({
      fetch: (request) => this.fetch(request),
      port,
      ...(tls && { tls }),
    });
    const { url } = this.server;
    const app = await this.load(url, hostJson);
    const listeners = this.listenersOf(app);
    this.running = { app, listeners };
    const functions = this.httpTriggersOf(app);
    const admin = this.adminOf(app, listeners);
    this.fetch = hostFetch({ durable: app.durable, admin, functions });
    await app.durable.start();
    await Promise.all([...listeners.values()].map((listener) => listener.start()));
    return {
      functions: url,
      functionKey: app.keys.functionKey,
      systemKey: app.keys.systemKey,
    };
  }

  /** Lets what runs come to its end, for a few seconds; what is left of the durable work goes on at the next start. */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  private async load(url: string, hostJson: HostJson): Promise<LoadedApp> {
    const { appFolder, dataFolder, clock, logs, environment, loadApp } = this.options;
    const log: WorkerLog = (entry) => {
      logWorkerEntry(logs, entry);
    };
    const worker = await loadApp({ url, appFolder, log });
    const appSettings = new AppSettings(environment);
    const functions = worker.functions.filter(({ name }) => !appSettings.isDisabled(name));
    refuseUnsupported(functions);
    const httpFunctions = functions.filter((fn) => triggerTypeOf(fn) === 'httpTrigger');
    const names = httpFunctions.map(({ name }) => name);
    const keys = await ensureKeys(path.join(dataFolder, 'keys.json'), names);
    const shared = { worker, hostJson, keys, appSettings };
    const durable = createDurableRuntime({ ...this.options, ...shared, url });
    return {
      ...shared,
      functions,
      durable,
      database: openHostDatabase(path.join(dataFolder, 'host.sqlite')),
      runner: new FunctionRunner({
        worker,
        clock,
        log: logs.functions,
        timeoutMs: hostJson.functionTimeout,
      }),
      extraInputs: (fn) => durableClientInputs(fn, durable),
    };
  }

  private listenersOf(app: LoadedApp): Map<string, Listener> {
    const { clock, logs } = this.options;
    const listeners = new Map<string, Listener>();
    for (const fn of app.functions) {
      const listener = createListener({ ...app, fn, clock, log: logs.host });
      if (listener) listeners.set(fn.name.toLowerCase(), listener);
    }
    return listeners;
  }

  private httpTriggersOf(app: LoadedApp): HttpTriggers {
    const limit = app.appSettings.get('FUNCTIONS_REQUEST_BODY_SIZE_LIMIT');
    return new HttpTriggers({
      ...app,
      functions: app.functions.filter((fn) => triggerTypeOf(fn) === 'httpTrigger'),
      routePrefix: app.hostJson.extensions.http.routePrefix,
      httpUri: app.worker.httpUri,
      bodyLimitBytes: Number(limit ?? defaultBodyLimitBytes),
    });
  }

  private adminOf({ keys, functions }: LoadedApp, listeners: ReadonlyMap<string, Listener>) {
    const { clock } = this.options;
    const advance = (ms: number): void => {
      if (clock instanceof SystemClock) clock.advance(ms);
    };
    return adminRoutes({
      keys,
      functions,
      advanceClock: clock instanceof SystemClock ? advance : undefined,
      runOnce: (name, input) => listeners.get(name.toLowerCase())?.runOnce(input),
    });
  }

  private async stopAll(): Promise<void> {
    if (this.running) await this.stopApp(this.running);
    this.fetch = unavailable;
    await this.server?.close();
    this.running?.app.database.close();
  }

  private async stopApp({ app, listeners }: Running): Promise<void> {
    const { clock, logs } = this.options;
    // Functions that are ending may still need the engine.
    const nobody = { fetch: unavailable };
    this.fetch = hostFetch({ durable: app.durable, admin: nobody, functions: nobody });
    const stopping = [...listeners.values()].map((listener) => listener.stop());
    const [left] = await Promise.all([
      app.runner.drain(stopPatienceMs),
      Promise.race([Promise.all(stopping), sleep(clock, stopPatienceMs)]),
    ]);
    if (left > 0) logs.host.warn({ left }, 'functions were still running when the host stopped');
    await Promise.race([app.durable.stop(), sleep(clock, stopPatienceMs)]);
    await app.worker.stop();
  }
}

function unavailable(): Promise<Response> {
  return Promise.resolve(new Response(null, { status: 503, headers: { 'retry-after': '1' } }));
}
