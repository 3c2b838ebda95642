import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer } from '../support/loopback-server.ts';

/** What the next request is answered with instead; `lost`: it is done, but nobody hears of it. */
type Fault = number | 'reset' | 'lost';

interface Report {
  readonly authorization: string | undefined;
  readonly body: string;
}

/** An append blob and the completion hook, as the shim sees them. */
export class ShimStorage extends LoopbackServer {
  blob = Buffer.alloc(0);
  /** Sizes of what was appended. */
  readonly blocks: number[] = [];
  readonly reports: Report[] = [];
  readonly logFaults: Fault[] = [];
  readonly doneFaults: Fault[] = [];

  get environment(): Record<string, string> {
    return {
      LOG_URL: `${this.origin}/log?sig=SIGNATURE`,
      DONE_URL: `${this.origin}/done`,
      DONE_TOKEN: 'SINGLE-USE',
    };
  }

  get text(): string {
    return this.blob.toString();
  }

  protected override async answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const chunks: Buffer[] = [];
    const incoming: AsyncIterable<Buffer> = request;
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const isLog = request.url === '/log?sig=SIGNATURE&comp=appendblock' && request.method === 'PUT';
    const fault = (isLog ? this.logFaults : this.doneFaults).shift();
    if (typeof fault === 'number') response.writeHead(fault).end();
    else if (fault === 'reset') request.socket.resetAndDestroy();
    else {
      const status = isLog ? this.append(request, body) : this.report(request, body);
      if (fault === 'lost') request.socket.resetAndDestroy();
      else response.writeHead(status).end();
    }
  }

  /** https://learn.microsoft.com/rest/api/storageservices/append-block */
  private append({ headers }: IncomingMessage, body: Buffer): number {
    const place = headers['x-ms-blob-condition-appendpos'];
    if (place !== undefined && Number(place) !== this.blob.length) return 412;
    if (body.length > 4 * 1024 * 1024) return 413;
    this.blob = Buffer.concat([this.blob, body]);
    this.blocks.push(body.length);
    return 201;
  }

  private report({ headers, method, url }: IncomingMessage, body: Buffer): number {
    if (method !== 'POST' || url !== '/done') return 404;
    this.reports.push({ authorization: headers.authorization, body: body.toString() });
    return 202;
  }
}
