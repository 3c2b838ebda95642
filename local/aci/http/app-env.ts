import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** What the handlers of one request share. There is no socket when a request does not come over one. */
export interface AppEnv {
  readonly Bindings: Partial<HttpBindings>;
  readonly Variables: {
    requestId: string;
    operation?: string;
    group?: string;
    /** Of any reply, also of an error. */
    replyHeaders?: Readonly<Record<string, string>>;
    /** The fault that happened to the request. */
    fault?: string;
    /** After so many bytes of the reply's body the connection is cut. */
    truncate?: number;
  };
}
export type AppContext = Context<AppEnv>;
