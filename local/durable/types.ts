import type { Clock } from '../support/clock.ts';

/** What a function is given or gives back: at most one field is set; none is undefined. */
export interface DurableData {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly int?: number;
  readonly double?: number;
}

/** The port through which the engine runs the app's functions. */
export interface DurableFunctions {
  readonly orchestrators: readonly string[];
  readonly activities: readonly string[];
  readonly entities: readonly string[];
  /** Runs a function by its name (no case) with the data of its trigger; rejects with what it threw. */
  invoke(functionName: string, trigger: DurableData, instanceId: string): Promise<DurableData>;
}

export type DurableLog = (
  level: 'debug' | 'information' | 'warning' | 'error',
  message: string,
) => void;

/** What host.json says of versions: https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-orchestration-versioning */
export interface VersionSettings {
  readonly defaultVersion?: string;
  readonly versionMatchStrategy?: 'None' | 'Strict' | 'CurrentOrOlder';
  readonly versionFailureStrategy?: 'Reject' | 'Fail';
}

/** Where `callHttp` gets tokens: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference */
export interface IdentitySettings {
  readonly endpoint: string;
  readonly header: string;
  /** Of a user-assigned identity. */
  readonly clientId?: string;
}

export interface DurableOptions {
  /** `:memory:` keeps nothing. */
  readonly databaseFile: string;
  readonly clock: Clock;
  readonly log: DurableLog;
  readonly functions: DurableFunctions;
  readonly hubName: string;
  /** What callers of the management API have to give as `code`. */
  readonly systemKey: string;
  /** Where the host answers, such as https://127.0.0.1:7071; asked when a URL is made. */
  readonly baseUrl: () => string;
  readonly versions?: VersionSettings;
  /** Default 10 for each processor: https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-bindings#durable-functions-2-0-host-json */
  readonly maxConcurrentActivityFunctions?: number;
  /** Default 10 for each processor. */
  readonly maxConcurrentEntityFunctions?: number;
  /** How many operations an entity's function is given at once; default 5000. */
  readonly maxEntityOperationBatchSize?: number;
  /** How long `callHttp` waits after a 202 that does not say; default 30 s. */
  readonly asyncHttpSleepMs?: number;
  readonly identity?: IdentitySettings;
}

export interface DurableExtension {
  /** Recovers first: what was in flight when the process was killed goes on. */
  start(): Promise<void>;
  /** Takes on nothing new and waits for what runs; what is left goes on at the next start. */
  stop(): Promise<void>;
  /** The JSON text of a durableClient input binding. */
  clientBinding(): string;
  /** Serves /runtime/webhooks/durabletask (needs `code`) and /durabletask/ (for the app itself, needs none). */
  readonly fetch: (request: Request) => Promise<Response>;
}
