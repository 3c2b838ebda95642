/** One binding as `@azure/functions` registered it: `type`, `direction`, and whatever else that type has. */
export interface Binding {
  readonly type: string;
  readonly direction: 'in' | 'out' | 'inout';
  readonly [option: string]: unknown;
}

export interface RegisteredFunction {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  /** Name of the one binding whose type ends in `Trigger`. */
  readonly triggerName: string;
  readonly trigger: Binding;
}

/**
 * One value on the wire between host and worker, at most one field set; none set is undefined.
 * https://github.com/Azure/azure-functions-language-worker-protobuf/blob/dev/src/proto/FunctionRpc.proto
 */
export interface RpcData {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly int?: number;
  readonly double?: number;
  readonly http?: RpcHttp;
  readonly collectionString?: { readonly string: readonly string[] };
  readonly collectionBytes?: { readonly bytes: readonly Uint8Array[] };
}

/** A request (method, url, headers, query, params, body) or a response (statusCode, headers, cookies, body). */
export interface RpcHttp {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: RpcData | null | undefined;
  readonly statusCode?: string;
  readonly cookies?: readonly RpcCookie[];
  readonly enableContentNegotiation?: boolean;
}

export interface RpcCookie {
  readonly name: string;
  readonly value: string;
  readonly domain?: { readonly value: string };
  readonly path?: { readonly value: string };
  readonly expires?: { readonly value: { readonly seconds: number } };
  readonly secure?: { readonly value: boolean };
  readonly httpOnly?: { readonly value: boolean };
  readonly maxAge?: { readonly value: number };
  readonly sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
}

export interface NamedData {
  readonly name: string;
  readonly data: RpcData;
}

export interface Invocation {
  /** Looked up without case. */
  readonly functionName: string;
  /** Made up when it is not given. With HTTP streaming it is what `x-ms-invocation-id` has to carry. */
  readonly invocationId?: string;
  readonly inputs: readonly NamedData[];
  readonly triggerMetadata: Readonly<Record<string, RpcData>>;
  readonly retryContext?: { readonly retryCount: number; readonly maxRetryCount: number };
  readonly traceContext?: { readonly traceParent: string; readonly traceState: string };
}

export interface InvocationResult {
  readonly outputs: readonly NamedData[];
  readonly returnValue?: RpcData;
  /** Whether an HTTP output was given something: with HTTP streaming it was sent by `httpUri`, and is not in the outputs. */
  readonly hasHttpAnswer?: boolean;
}

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical';

/** One line of the app (`context.log`), of the programming model or of the worker itself. */
export interface WorkerLogEntry {
  readonly level: LogLevel;
  readonly message: string;
  readonly functionName?: string;
  readonly invocationId?: string;
}
export type WorkerLog = (entry: WorkerLogEntry) => void;

/** The app as loaded: what it registered, and a way to run it. */
export interface FunctionWorker {
  readonly functions: readonly RegisteredFunction[];
  /** Where HTTP requests have to be sent as they are, when the app has switched on HTTP streaming. */
  readonly httpUri: string | undefined;
  /** Rejects with what the function threw, and when there is no such function. */
  invoke(invocation: Invocation): Promise<InvocationResult>;
  /** Runs the appTerminate hooks. */
  stop(): Promise<void>;
}
