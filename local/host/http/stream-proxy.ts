import http from 'node:http';
import { Readable } from 'node:stream';
import { limitBody } from './body.ts';

interface StreamOptions {
  /** Where the programming model takes streamed requests. */
  readonly httpUri: string;
  readonly invocationId: string;
  readonly request: Request;
  readonly bodyLimitBytes: number;
  /** Aborted when the function has failed: no answer will come. */
  readonly signal: AbortSignal;
}

/** Of this connection alone, or made anew by the next one. */
const notPassedOn = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'host',
  'expect',
  'x-ms-invocation-id',
]);

/** Hands a request as it is to the app's own listener and gives its answer, both bodies flowing as they come. */
export function proxyStream(options: StreamOptions): Promise<Response> {
  const { httpUri, invocationId, request, signal } = options;
  const url = new URL(request.url);
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const outgoing = http.request(
    new URL(`${url.pathname}${url.search}`, httpUri),
    {
      method: request.method,
      signal,
      headers: {
        ...Object.fromEntries([...request.headers].filter(([name]) => !notPassedOn.has(name))),
        'x-ms-invocation-id': invocationId,
        'x-forwarded-host': url.host,
        'x-forwarded-proto': url.protocol.slice(0, -1),
      },
    },
    (incoming) => {
      resolve(toResponse(incoming));
    },
  );
  outgoing.on('error', reject);
  if (!request.body) outgoing.end();
  else {
    const body = Readable.from(limitBody(request.body, options.bodyLimitBytes));
    body.on('error', (error) => outgoing.destroy(error));
    body.pipe(outgoing);
  }
  return promise;
}

function toResponse(incoming: http.IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    if (notPassedOn.has(name)) continue;
    for (const value of values ?? []) headers.append(name, value);
  }
  const status = incoming.statusCode ?? 500;
  const isBodiless = status === 204 || status === 205 || status === 304;
  if (isBodiless) incoming.resume();
  else if (!headers.has('content-type')) headers.set('content-type', 'application/octet-stream');
  return new Response(isBodiless ? null : streamOf(incoming), { status, headers });
}

function streamOf(incoming: http.IncomingMessage): ReadableStream<Uint8Array> {
  return ReadableStream.from<Uint8Array>(incoming);
}
