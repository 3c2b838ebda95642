import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { FunctionRunner } from '../function-runner.ts';
import { BodyTooLargeError, readBody, refuseLongBody } from '../http/body.ts';
import { parseRouteTemplate, type RouteTemplate } from '../http/route-template.ts';
import { toRpcRequest, toStreamMetadata } from '../http/rpc-request.ts';
import { fromRpcResponse } from '../http/rpc-response.ts';
import { proxyStream } from '../http/stream-proxy.ts';
import { isKey, type Keys } from '../keys.ts';
import type { InvocationResult, NamedData, RegisteredFunction, RpcHttp } from '../worker/types.ts';

const HttpTrigger = z.looseObject({
  route: z.string().optional(),
  methods: z.array(z.string().toUpperCase()).default(['GET', 'POST']),
  authLevel: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['anonymous', 'function', 'admin']))
    .default('function'),
});

interface Route {
  readonly fn: RegisteredFunction;
  readonly template: RouteTemplate;
  readonly methods: readonly string[];
  readonly authLevel: 'anonymous' | 'function' | 'admin';
}

interface HttpTriggerOptions {
  readonly functions: readonly RegisteredFunction[];
  readonly routePrefix: string;
  readonly keys: Keys;
  readonly runner: FunctionRunner;
  /** Where the app takes streamed requests, when it does. */
  readonly httpUri: string | undefined;
  readonly bodyLimitBytes: number;
  /** The inputs of a function besides its trigger. */
  readonly extraInputs: (fn: RegisteredFunction) => readonly NamedData[];
}

/** Serves the functions with an HTTP trigger as Azure's host does. */
export class HttpTriggers {
  private readonly options: HttpTriggerOptions;
  private readonly routes: readonly Route[];

  /** Throws, naming the function, when a route can not be read. */
  constructor(options: HttpTriggerOptions) {
    this.options = options;
    this.routes = options.functions
      .map((fn) => this.routeOf(fn))
      .sort((a, b) => (a.template.precedence < b.template.precedence ? -1 : 1));
  }

  /** 404 when no function has this route and method, 401 without its key, 413 and 500 with an empty body. */
  async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    for (const route of this.routes) {
      if (!route.methods.includes(request.method)) continue;
      const params = route.template.match(pathname);
      if (!params) continue;
      if (!this.isAuthorized(route, request)) return new Response(null, { status: 401 });
      return this.invoke(route.fn, request, params);
    }
    return new Response(null, { status: 404 });
  }

  private routeOf(fn: RegisteredFunction): Route {
    const settings = HttpTrigger.safeParse(fn.trigger);
    if (!settings.success)
      throw new Error(`function ${fn.name}: its HTTP trigger is wrong: ${settings.error.message}`);
    const { route = fn.name, methods, authLevel } = settings.data;
    try {
      const template = parseRouteTemplate(`${this.options.routePrefix}/${route}`);
      return { fn, template, methods, authLevel };
    } catch (error) {
      throw new Error(`function ${fn.name}: ${String(error)}`, { cause: error });
    }
  }

  private isAuthorized({ authLevel, fn }: Route, request: Request): boolean {
    const { masterKey, functionKey, functions } = this.options.keys;
    if (authLevel === 'anonymous') return true;
    const accepted =
      authLevel === 'admin' ? [masterKey] : [masterKey, functionKey, functions[fn.name]];
    return isKey(keyOf(request), accepted);
  }

  private async invoke(
    fn: RegisteredFunction,
    request: Request,
    params: Readonly<Record<string, string>>,
  ): Promise<Response> {
    try {
      const { httpUri, bodyLimitBytes } = this.options;
      if (httpUri !== undefined) return await this.stream(fn, request, params, httpUri);
      const body = await readBody(request, bodyLimitBytes);
      return await this.call(fn, toRpcRequest(request, params, body));
    } catch (error) {
      return new Response(null, { status: error instanceof BodyTooLargeError ? 413 : 500 });
    }
  }

  private async call(fn: RegisteredFunction, http: RpcHttp): Promise<Response> {
    const result = await this.options.runner.run({
      functionName: fn.name,
      inputs: [{ name: fn.triggerName, data: { http } }, ...this.options.extraInputs(fn)],
      triggerMetadata: {},
    });
    return fromRpcResponse(httpOutputOf(fn, result));
  }

  /**
   * A function that has given an answer has sent it whole to the app's own listener, however long it takes from there:
   * as Azure's host, this one waits for it. 204 is only for a function that gave nothing, and so has sent nothing.
   */
  private async stream(
    fn: RegisteredFunction,
    request: Request,
    params: Readonly<Record<string, string>>,
    httpUri: string,
  ): Promise<Response> {
    const { runner, extraInputs, bodyLimitBytes } = this.options;
    refuseLongBody(request, bodyLimitBytes);
    const invocationId = randomUUID();
    const failed = new AbortController();
    const { signal } = failed;
    const answer = proxyStream({ httpUri, invocationId, request, bodyLimitBytes, signal });
    const run = runner.run({
      functionName: fn.name,
      invocationId,
      inputs: [{ name: fn.triggerName, data: {} }, ...extraInputs(fn)],
      triggerMetadata: toStreamMetadata(request, params),
    });
    run.catch(() => {
      failed.abort();
    });
    const ended = run.then(({ hasHttpAnswer }) => {
      if (hasHttpAnswer) return answer;
      failed.abort();
      return fromRpcResponse(undefined);
    });
    return await Promise.race([answer, ended]);
  }
}

/** The key a caller gives: https://learn.microsoft.com/azure/azure-functions/function-keys-how-to#use-access-keys */
export function keyOf(request: Request): string | undefined {
  return (
    request.headers.get('x-functions-key') ??
    new URL(request.url).searchParams.get('code') ??
    undefined
  );
}

function httpOutputOf(fn: RegisteredFunction, result: InvocationResult): RpcHttp | undefined {
  if (result.returnValue?.http) return result.returnValue.http;
  const output = result.outputs.find(({ name }) => fn.bindings[name]?.type === 'http');
  return output?.data.http;
}
