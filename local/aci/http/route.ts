import type { Emulator } from '../emulator.ts';
import type { LifecycleFault } from '../model/lifecycle-fault.ts';

/** The variable parts of all our paths; those that a path has not are empty. */
export interface RouteParams {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
  readonly container: string;
  readonly location: string;
  readonly id: string;
  readonly tenant: string;
}

export interface ApiRequest {
  readonly method: string;
  readonly params: RouteParams;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Scheme, host and port that the client used; links in replies begin with it. */
  readonly origin: string;
  readonly path: string;
  /** The raw body. */
  readonly text: string;
  /** The id that the reply carries and, for operations that go on, the operation's id. */
  readonly requestId: string;
  /** What a fault makes happen to the group that this request creates. */
  readonly lifecycle: readonly LifecycleFault[];
}

export interface Reply {
  readonly status: number;
  /** An object is sent as JSON, a string as plain text. */
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is checked before an operation sees its request. */
export type Guard =
  /** A bearer token, an api-version and a known subscription. */
  | 'arm'
  /** The same, and an api-version of Microsoft.ContainerInstance. */
  | 'containerInstance'
  /** Nothing. */
  | 'open';

/** One operation of the emulator. `path` is in ARM's spelling; literal parts are matched without case. */
export interface Route {
  readonly operation: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly guard: Guard;
  handle(request: ApiRequest, emulator: Emulator): Reply | Promise<Reply>;
}

export function ok(body: object): Reply {
  return { status: 200, body };
}
