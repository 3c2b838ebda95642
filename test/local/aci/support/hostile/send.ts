import { connect, type Socket } from 'node:net';
import tls from 'node:tls';
import type { Exchange } from './exchanges.ts';

export interface Ports {
  readonly http: number;
  readonly https: number;
}

/** So long a client waits for (more of) a reply. */
const patienceMs = 150;

/** Sends it all and gives the statuses of what came back. The client goes away rudely. Never throws. */
export async function send({ parts, port, pauseMs }: Exchange, ports: Ports): Promise<number[]> {
  const socket = open(port, ports);
  let reply = '';
  const isOver = new Promise<void>((resolve) => {
    socket.setTimeout(patienceMs, resolve);
    socket.on('close', () => {
      resolve();
    });
    socket.on('data', (bytes: Buffer) => {
      reply += bytes.toString('latin1');
      if (parts.length === 1 && isWhole(reply) && !isPipeline(parts[0])) resolve();
    });
  });
  // The other side closes when it has had enough.
  socket.on('error', () => undefined);
  for (const part of parts) {
    if (socket.destroyed) break;
    socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  await isOver;
  socket.destroy();
  return [...reply.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
}

function open(port: Exchange['port'], ports: Ports): Socket {
  const host = '127.0.0.1';
  if (port === 'http') return connect(ports.http, host);
  if (port === 'plain to https') return connect(ports.https, host);
  return tls.connect({ port: ports.https, host, rejectUnauthorized: false });
}

function isPipeline(part: string | Buffer | undefined): boolean {
  return String(part).split(' HTTP/1.1\r\n').length > 2;
}

function isWhole(reply: string): boolean {
  const end = reply.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /^content-length: (\d+)/im.exec(reply.slice(0, end))?.[1];
  return length === undefined || reply.length >= end + 4 + Number(length);
}
