import http from 'node:http';
import { finished, Readable } from 'node:stream';
import { limitBody } from './body.ts';

interface StreamOptions {
  /** Where the programming model takes streamed requests. */
  readonly httpUri: string;
  readonly invocationId: string;
  readonly request: Request;
  readonly bodyLimitBytes: number;
  /** Aborted when the function has failed: what of its answer is not there by then will not come. */
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

/**
 * Hands a request as it is to the app's own listener and gives its answer, both bodies flowing as they come. Rejects
 * when no answer comes; an answer that does not come whole has a body that fails.
 */
export function proxyStream(options: StreamOptions): Promise<Response> {
  const { httpUri, invocationId, request, signal } = options;
  const url = new URL(request.url);
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  let answer: http.IncomingMessage | undefined;
  const outgoing = http.request(
    new URL(`${url.pathname}${url.search}`, httpUri),
    {
      method: request.method,
      headers: {
        ...Object.fromEntries([...request.headers].filter(([name]) => !notPassedOn.has(name))),
        'x-ms-invocation-id': invocationId,
        'x-forwarded-host': url.host,
        'x-forwarded-proto': url.protocol.slice(0, -1),
      },
    },
    (incoming) => {
      answer = incoming;
      resolve(toResponse(incoming));
    },
  );
  outgoing.on('error', reject);
  const fail = (error: Error): void => {
    giveUp(outgoing, answer, error);
  };
  const failed = (): void => {
    fail(new Error('The function failed before it had answered.'));
  };
  signal.addEventListener('abort', failed, { once: true });
  if (!request.body) outgoing.end();
  else {
    const body = Readable.from(limitBody(request.body, options.bodyLimitBytes));
    body.on('error', fail);
    body.pipe(outgoing);
  }
  return promise;
}

/**
 * Ends the exchange. A request that is destroyed throws away what its answer still holds and ends it as if it were
 * whole, so that goes only where there is no answer, or once it has been read.
 */
function giveUp(
  outgoing: http.ClientRequest,
  answer: http.IncomingMessage | undefined,
  error: Error,
): void {
  if (!answer) outgoing.destroy(error);
  else if (!answer.complete) answer.destroy(error);
  else finished(answer, () => outgoing.destroy());
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
  return ReadableStream.from(wholeOf(incoming));
}

/** Fails, whatever the reason, when the answer ends before all of it came. */
async function* wholeOf(incoming: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* incoming;
  } catch (cause) {
    throw new Error('The answer of the function broke off.', { cause });
  }
}
