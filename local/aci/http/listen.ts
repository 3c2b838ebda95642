import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import {
  type HttpServer,
  isLoopbackName,
  isOwnName,
  listenOnLoopback,
} from '../../support/http-server.ts';
import type { AppEnv } from './app-env.ts';

/** How long a client may take to send, in milliseconds. */
export interface Patience {
  /** The head of its request, or to agree on TLS. */
  readonly head: number;
  /** The whole request. */
  readonly request: number;
}

/** Many times what a client on this machine needs, for 4 MB too. */
const usualPatience: Patience = { head: 10_000, request: 30_000 };

/** Many times what clients of one machine open; each costs memory. */
const mostConnections = 2000;

export interface ListenOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Takes over connections that ask to be WebSockets; they have passed the same guards. */
  readonly upgrade: (request: http.IncomingMessage, connection: Duplex, head: Buffer) => void;
  /** Who takes longer is cut off, with a 408 if nothing has been answered yet. */
  readonly patience?: Patience;
}

/**
 * Serves on loopback, over TLS when given a certificate; refuses a `Host` that is not this machine's, because whoever
 * may call the emulator may run programs. Unlike support/http-server it hands the socket on, so that faults can cut it.
 */
export function listen(
  app: Hono<AppEnv>,
  { port, tls, upgrade, patience = usualPatience }: ListenOptions,
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
  const options = { ...timeouts(patience), shouldUpgradeCallback: isForWebSocket };
  const server = tls
    ? https.createServer({ ...options, handshakeTimeout: patience.head, ...tls }, listener)
    : http.createServer(options, listener);
  server.maxConnections = mostConnections;
  server.on('upgrade', (request, connection, head) => {
    // A client that goes away now is nobody's concern, and must not end this process.
    connection.on('error', () => undefined);
    const { host = '', origin = null } = request.headers;
    const url = `http://${host}`;
    const refusal = refusalOf(URL.canParse(url) ? new URL(url).hostname : '', origin);
    if (!refusal) upgrade(request, connection, head);
    else refuseUpgrade(connection, refusal.status);
  });
  return listenOnLoopback(server, port, tls ? 'https' : 'http');
}

function timeouts({ head, request }: Patience): http.ServerOptions {
  return {
    headersTimeout: head,
    requestTimeout: request,
    connectionsCheckingInterval: Math.min(1000, head),
  };
}

/** The connection ends, though the client may hold on to its side of it. */
export function refuseUpgrade(connection: Duplex, status: number): void {
  const head = `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
  connection.end(head, () => connection.destroy());
}

/** Others offer to speak HTTP/2 and are as happy with a reply. */
function isForWebSocket({ headers }: http.IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

function refusalOf(
  hostname: string,
  origin: string | null,
): { readonly status: number; readonly reason: string } | undefined {
  if (!isOwnName(hostname)) {
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
