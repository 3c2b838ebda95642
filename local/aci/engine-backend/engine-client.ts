import http from 'node:http';
import { Readable, type Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Pool } from 'undici';
import { z } from 'zod';

/** Where an engine listens. */
export type EngineAddress =
  { readonly socketPath: string } | { readonly host: string; readonly port: number };

/** A refusal of the engine, in its own words. */
export class EngineError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface EngineRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** With its query, without a version: both engines then answer in their newest. */
  readonly path: string;
  /** Sent as JSON; bytes are sent as a tar. */
  readonly body?: object | Uint8Array | Readable;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

interface EngineReply {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

/** Docker says it in `message`; so does Podman, which adds `cause`. */
const Refusal = z.object({ message: z.string() });

/** Speaks HTTP with a container engine over connections that are kept: https://docs.docker.com/reference/api/engine/ */
export class EngineClient {
  private readonly address: EngineAddress;
  private readonly pool: Pool;

  constructor(address: EngineAddress) {
    this.address = address;
    // Waiting for a container to end may take for ever.
    const timeouts = { headersTimeout: 0, bodyTimeout: 0 };
    this.pool =
      'socketPath' in address
        ? new Pool('http://engine', { ...timeouts, connect: { socketPath: address.socketPath } })
        : new Pool(`http://${address.host}:${String(address.port)}`, timeouts);
  }

  /** The reply's body as it comes; throws an EngineError when the engine refuses. */
  async stream({
    method = 'GET',
    path,
    body,
    headers,
    signal,
  }: EngineRequest): Promise<EngineReply> {
    const reply = await this.pool.request({
      method,
      path,
      headers: { ...(body && { 'content-type': contentType(body) }), ...headers },
      ...(body && { body: isTar(body) ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    if (reply.statusCode >= 400) throw refusal(reply.statusCode, await reply.body.text());
    return reply;
  }

  /** The whole body as text. */
  async text(request: EngineRequest): Promise<string> {
    return text((await this.stream(request)).body);
  }

  async json<T>(schema: z.ZodType<T>, request: EngineRequest): Promise<T> {
    return schema.parse(JSON.parse(await this.text(request)));
  }

  /** What the reply holds; undefined when there is no such thing. */
  async find<T>(schema: z.ZodType<T>, path: string): Promise<T | undefined> {
    try {
      return await this.json(schema, { path });
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    }
  }

  async post(path: string, body?: object): Promise<void> {
    await this.text({ method: 'POST', path, ...(body && { body }) });
  }

  /** Bytes both ways instead of a reply, as exec and attach have it; ends when the engine ends it. */
  hijack(path: string, body: object): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      const content = JSON.stringify(body);
      const request = http.request({
        ...this.address,
        path,
        method: 'POST',
        agent: false,
        headers: {
          connection: 'Upgrade',
          upgrade: 'tcp',
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(content),
        },
      });
      request.once('error', reject);
      request.once('upgrade', (_reply, socket, head) => {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      });
      request.once('response', (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.once('end', () => {
          reject(refusal(reply.statusCode ?? 0, Buffer.concat(chunks).toString('utf8')));
        });
      });
      request.end(content);
    });
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}

/** For what may be gone already: throws every other error again. */
export function unlessMissing(error: unknown): void {
  if (!(error instanceof EngineError && error.status === 404)) throw error;
}

/** A query string without what is undefined. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return `?${new URLSearchParams(Object.fromEntries(pairs)).toString()}`;
}

function contentType(body: object): string {
  return isTar(body) ? 'application/x-tar' : 'application/json';
}

function isTar(body: object): body is Uint8Array | Readable {
  return body instanceof Uint8Array || body instanceof Readable;
}

function refusal(status: number, text: string): EngineError {
  let message = text.trim();
  try {
    message = Refusal.parse(JSON.parse(text)).message;
  } catch {
    // Not JSON: a proxy's page, or a path that the engine does not know.
  }
  return new EngineError(status, message || `the engine answered with status ${String(status)}`);
}
