import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { type HttpServer, isLoopbackName, listenOnLoopback } from '../../support/http-server.ts';
import type { AppEnv } from './app-env.ts';

/** A client has this long to send its whole request. */
const requestTimeoutMs = 30_000;

export interface ListenOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Takes over connections that ask to be WebSockets; they have passed the same guards. */
  readonly upgrade: (request: http.IncomingMessage, connection: Duplex, head: Buffer) => void;
}

/**
 * Serves on loopback, over TLS when given a certificate; refuses a `Host` that is not this machine's, because whoever
 * may call the emulator may run programs. Unlike support/http-server it hands the socket on, so that faults can cut it.
 */
export function listen(
  app: Hono<AppEnv>,
  { port, tls, upgrade }: ListenOptions,
): Promise<HttpServer> {
  const serve = getRequestListener((request, env) => {
    const refusal = refusalOf(new URL(request.url).hostname, request.headers.get('origin'));
    if (refusal) return new Response(refusal.reason, { status: refusal.status });
    return env.incoming instanceof http.IncomingMessage &&
      env.outgoing instanceof http.ServerResponse
      ? app.fetch(request, { incoming: env.incoming, outgoing: env.outgoing })
      : app.fetch(request, {});
  });
  const listener: http.RequestListener = (incoming, outgoing) => void serve(incoming, outgoing);
  const options = { requestTimeout: requestTimeoutMs, shouldUpgradeCallback: isForWebSocket };
  const server = tls
    ? https.createServer({ ...options, ...tls }, listener)
    : http.createServer(options, listener);
  server.on('upgrade', (request, connection, head) => {
    const { host = '', origin = null } = request.headers;
    const url = `http://${host}`;
    const refusal = refusalOf(URL.canParse(url) ? new URL(url).hostname : '', origin);
    if (!refusal) upgrade(request, connection, head);
    else connection.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\n\r\n`);
  });
  return listenOnLoopback(server, port, tls ? 'https' : 'http');
}

/** Others offer to speak HTTP/2 and are as happy with a reply. */
function isForWebSocket({ headers }: http.IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

function refusalOf(
  hostname: string,
  origin: string | null,
): { readonly status: number; readonly reason: string } | undefined {
  if (!isLoopbackName(hostname)) {
    return { status: 421, reason: 'The Host header does not name this machine.' };
  }
  return isOwnOrigin(origin)
    ? undefined
    : { status: 403, reason: 'Pages of other origins may not call this.' };
}

/** A browser names the origin of the page that makes a request; other clients name none. */
function isOwnOrigin(origin: string | null): boolean {
  return origin === null || (URL.canParse(origin) && isLoopbackName(new URL(origin).hostname));
}
