import http from 'node:http';
import https from 'node:https';
import { serve, type ServerType } from '@hono/node-server';

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
    isLoopbackName(new URL(request.url).hostname)
      ? fetch(request)
      : new Response('The Host header does not name this machine.', { status: 421 });
  const server = await listen(guarded, port, tls);
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    port: bound,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${String(bound)}`,
    close: () => close(server),
  };
}

export function isLoopbackName(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function listen(
  fetch: HttpServerOptions['fetch'],
  port: number,
  tls: HttpServerOptions['tls'],
): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    // The app that runs in this process is to meet Node's own Response.
    const options = { fetch, port, hostname: '127.0.0.1', overrideGlobalObjects: false };
    const server: ServerType = tls
      ? serve({ ...options, createServer: https.createServer, serverOptions: tls }, () => {
          resolve(server);
        })
      : serve({ ...options, createServer: http.createServer }, () => {
          resolve(server);
        });
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${String(port)} is already in use on 127.0.0.1`)
          : error,
      );
    });
  });
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
