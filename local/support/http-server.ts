import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';

export interface HttpServerOptions {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** 0 lets the system choose a free one. */
  readonly port: number;
  /** With it the server speaks HTTPS, without it HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface HttpServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves on loopback only; refuses a `Host` that is not this machine's, so that no web page can reach it by DNS rebinding. */
export async function startHttpServer({
  fetch,
  port,
  tls,
}: HttpServerOptions): Promise<HttpServer> {
  const guarded = (request: Request): Response | Promise<Response> =>
    isOwnName(new URL(request.url).hostname)
      ? fetch(request)
      : new Response('The Host header does not name this machine.', { status: 421 });
  // The app that runs in this process is to meet Node's own Response.
  const options = { fetch: guarded, overrideGlobalObjects: false };
  const server = tls
    ? createAdaptorServer({ ...options, createServer: https.createServer, serverOptions: tls })
    : createAdaptorServer({ ...options, createServer: http.createServer });
  return listenOnLoopback(server, port, tls ? 'https' : 'http');
}

/**
 * Names under which requests for this machine come in: its loopback, and the one by which containers know the machine
 * that runs them. No web page can be of that one: names that end in `internal` are not in the public DNS.
 */
export function isOwnName(hostname: string): boolean {
  return isLoopbackName(hostname) || hostname === 'host.docker.internal';
}

export function isLoopbackName(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** Resolves when the server listens on 127.0.0.1; a taken port is named. Closing it ends its open connections too. */
export function listenOnLoopback(
  server: ServerType,
  port: number,
  protocol: 'http' | 'https',
): Promise<HttpServer> {
  const connections = new Set<Socket>();
  server.on('connection', (connection: Socket) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(isTaken ? new Error(`port ${String(port)} is already in use on 127.0.0.1`) : error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      const url = `${protocol}://127.0.0.1:${String(bound)}`;
      resolve({ port: bound, url, close: () => close(server, connections) });
    });
  });
}

/** Of its own, the server does not know those that have been upgraded or are still agreeing on TLS. */
function close(server: ServerType, connections: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    for (const connection of connections) connection.destroy();
  });
}
