import type { Binding, LogLevel, RpcData } from './types.ts';

export type LogCategory = 'user' | 'system' | 'customMetric';
export type FunctionCallback = (...args: unknown[]) => unknown;

export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
}

/** What a programming model is told of one invocation; `state` is kept up to date while it runs. */
export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly metadata: FunctionMetadata;
  readonly request: {
    readonly invocationId: string;
    readonly functionId: string;
    readonly inputData: readonly { readonly name: string; readonly data: RpcData }[];
    readonly triggerMetadata: Readonly<Record<string, RpcData>>;
    readonly traceContext?: { readonly traceParent: string; readonly traceState: string };
    readonly retryContext?: { readonly retryCount: number; readonly maxRetryCount: number };
  };
  state?: 'preInvocationHooks' | 'postInvocationHooks' | 'invocation';
  log(level: LogLevel, category: LogCategory, message: string): void;
}

export interface RpcInvocationResponse {
  readonly outputData?: readonly { readonly name: string; readonly data: RpcData }[] | null;
  readonly returnValue?: RpcData | null;
}

/** What a function gets beside its inputs, as far as the worker looks into it. */
export interface InvocationContext {
  readonly extraOutputs: { get(name: string): unknown };
}

export interface InvocationModel {
  getArguments(): Promise<{ readonly context: InvocationContext; readonly inputs: unknown[] }>;
  invokeFunction(
    context: InvocationContext,
    inputs: unknown[],
    callback: FunctionCallback,
  ): Promise<unknown>;
  getResponse(context: InvocationContext, result: unknown): Promise<RpcInvocationResponse>;
}

/** What `@azure/functions` hands to its host: it turns wire data into arguments and results into wire data. */
export interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel;
  getCapabilities?(
    capabilities: Record<string, string>,
  ): Record<string, string> | Promise<Record<string, string>>;
}
