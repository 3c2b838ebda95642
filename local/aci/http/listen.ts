import http from 'node:http';
import https from 'node:https';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { type HttpServer, isLoopbackName, listenOnLoopback } from '../../support/http-server.ts';
import type { AppEnv } from './app-env.ts';

/** A client has this long to send its whole request. */
const requestTimeoutMs = 30_000;

/**
 * Serves on loopback, over TLS when given a certificate; refuses a `Host` that is not this machine's, because whoever
 * may call the emulator may run programs. Unlike support/http-server it hands the socket on, so that faults can cut it.
 */
export function listen(
  app: Hono<AppEnv>,
  {
    port,
    tls,
  }: { readonly port: number; readonly tls?: { readonly cert: string; readonly key: string } },
): Promise<HttpServer> {
  const serve = getRequestListener((request, env) => {
    if (!isLoopbackName(new URL(request.url).hostname)) {
      return new Response('The Host header does not name this machine.', { status: 421 });
    }
    if (!isOwnOrigin(request.headers.get('origin'))) {
      return new Response('Pages of other origins may not call this.', { status: 403 });
    }
    return env.incoming instanceof http.IncomingMessage &&
      env.outgoing instanceof http.ServerResponse
      ? app.fetch(request, { incoming: env.incoming, outgoing: env.outgoing })
      : app.fetch(request, {});
  });
  const listener: http.RequestListener = (incoming, outgoing) => void serve(incoming, outgoing);
  const options = { requestTimeout: requestTimeoutMs };
  const server = tls
    ? https.createServer({ ...options, ...tls }, listener)
    : http.createServer(options, listener);
  return listenOnLoopback(server, port, tls ? 'https' : 'http');
}

/** A browser names the origin of the page that makes a request; other clients name none. */
function isOwnOrigin(origin: string | null): boolean {
  return origin === null || (URL.canParse(origin) && isLoopbackName(new URL(origin).hostname));
}
