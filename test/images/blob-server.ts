import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer } from '../support/loopback-server.ts';

/** A blob that is made while it is read, for lengths that no test wants to hold. */
interface MadeBlob {
  readonly length: number;
  readonly chunks: () => Iterable<Buffer>;
}

/** What the next requests are answered with instead: a status, a reset, or a download that stops after some bytes. */
type Fault = number | 'reset' | { readonly breakAfter: number };

interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<IncomingMessage['headers']>;
}

/** As much of a blob store as the images speak to: https://learn.microsoft.com/rest/api/storageservices/ */
export class BlobServer extends LoopbackServer {
  readonly blobs = new Map<string, Buffer | MadeBlob>();
  readonly seen: SeenRequest[] = [];
  readonly faults: Fault[] = [];
  etag = '"1"';
  private readonly blocks = new Map<string, Buffer>();

  /** The URL of a blob or prefix with a signature, which must never be seen in a log. */
  url(path: string): string {
    return `${this.origin}/${path}?sv=2026&sig=TOPSECRET`;
  }

  bytes(path: string): Buffer {
    const blob = this.blobs.get(path);
    if (!Buffer.isBuffer(blob)) throw new Error(`There is no blob ${path}`);
    return blob;
  }

  json(path: string): unknown {
    return JSON.parse(this.bytes(path).toString());
  }

  protected override async answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const url = new URL(request.url ?? '', this.origin);
    const path = url.pathname.slice(1);
    this.seen.push({ method: request.method ?? '', path, headers: request.headers });
    const body: Buffer[] = [];
    const chunks: AsyncIterable<Buffer> = request;
    for await (const chunk of chunks) body.push(chunk);
    const fault = this.faults.shift();
    if (fault === 'reset') request.socket.resetAndDestroy();
    else if (typeof fault === 'number') response.writeHead(fault).end();
    else if (url.searchParams.get('sig') !== 'TOPSECRET') response.writeHead(403).end();
    else if (request.method === 'PUT') this.put(url, Buffer.concat(body), request, response);
    else await this.get(path, request, response, fault?.breakAfter ?? Infinity);
  }

  private put(url: URL, body: Buffer, request: IncomingMessage, response: ServerResponse): void {
    const path = url.pathname.slice(1);
    const comp = url.searchParams.get('comp');
    if (comp === 'block') {
      this.blocks.set(`${path} ${url.searchParams.get('blockid') ?? ''}`, body);
    } else if (comp === 'blocklist') {
      const ids = [...body.toString().matchAll(/<Latest>(.*?)<\/Latest>/g)].map(([, id]) => id);
      const blocks = ids.map((id) => this.blocks.get(`${path} ${id ?? ''}`) ?? Buffer.alloc(0));
      this.blobs.set(path, Buffer.concat(blocks));
    } else if (request.headers['x-ms-blob-type'] === 'BlockBlob') {
      this.blobs.set(path, body);
    } else {
      response.writeHead(400).end();
      return;
    }
    response.writeHead(201).end();
  }

  private async get(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
    breakAfter: number,
  ): Promise<void> {
    const blob = this.blobs.get(path);
    const wanted = request.headers['if-match'];
    if (!blob || (wanted !== undefined && wanted !== this.etag)) {
      response.writeHead(blob ? 412 : 404).end();
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const length = blob.length - from;
    response.writeHead(from > 0 ? 206 : 200, { etag: this.etag, 'content-length': length });
    if (breakAfter < length && Buffer.isBuffer(blob)) {
      response.write(blob.subarray(from, from + breakAfter), () => {
        setTimeout(() => response.destroy(), 50);
      });
    } else {
      const chunks = Buffer.isBuffer(blob) ? [blob.subarray(from)] : blob.chunks();
      for (const chunk of chunks) await written(response, chunk);
      response.end();
    }
  }
}

function written(response: ServerResponse, chunk: Buffer): Promise<void> {
  if (response.write(chunk) || response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
