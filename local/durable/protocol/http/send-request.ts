import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Clock } from '../../../support/clock.ts';
import { shownHeaders } from './shown-headers.ts';

/** What Node.js throws; an Error it may be of another realm. */
const Failure = z.object({ code: z.string().optional(), message: z.string() });

interface HttpCall {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | null;
}

interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly content: string;
}

/** There was no answer; `dotnetName` is the exception that says so on Azure. */
export class HttpFailure extends Error {
  readonly dotnetName: string;
  constructor(message: string, dotnetName = 'System.Net.Http.HttpRequestException') {
    super(message);
    this.dotnetName = dotnetName;
  }
}

/** https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.timeout */
const timeoutMs = 100_000;
/** https://learn.microsoft.com/dotnet/api/system.net.http.httpclienthandler.maxautomaticredirections */
const mostRedirects = 50;

/** Follows redirects as .NET's HttpClient does. Throws HttpFailure when there is no answer within 100 seconds. */
export async function sendRequest(call: HttpCall, clock: Clock): Promise<HttpAnswer> {
  const timeout = new AbortController();
  const end = new Date(clock.now().getTime() + timeoutMs);
  const cancel = clock.callAt(end, () => {
    timeout.abort();
  });
  try {
    let next = call;
    for (let redirects = 0; ; redirects += 1) {
      const response = await send(next, timeout.signal);
      const redirected = redirects < mostRedirects ? redirectOf(next, response) : undefined;
      const content = await text(response);
      // A request that is given up may end its answer as if it were whole.
      timeout.signal.throwIfAborted();
      const { statusCode = 0, rawHeaders } = response;
      if (!redirected) return { statusCode, headers: shownHeaders(rawHeaders), content };
      next = redirected;
    }
  } catch (error) {
    throw failureOf(error, call, timeout.signal.aborted);
  } finally {
    cancel();
  }
}

function send({ method, url, headers, body }: HttpCall, signal: AbortSignal) {
  const request = new URL(url).protocol === 'https:' ? requestHttps : requestHttp;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const length = body === null ? [] : ['Content-Length', String(Buffer.byteLength(body))];
  const host = headers.some(([name]) => name.toLowerCase() === 'host')
    ? []
    : ['Host', new URL(url).host];
  const sent = request(url, { method, headers: [...host, ...headers.flat(), ...length], signal });
  sent
    .once('response', resolve)
    .once('error', reject)
    .end(body ?? undefined);
  return promise;
}

/** https://learn.microsoft.com/dotnet/api/system.net.http.socketshttphandler.allowautoredirect: never from https to http. */
function redirectOf(
  call: HttpCall,
  { statusCode, headers }: IncomingMessage,
): HttpCall | undefined {
  const isRedirect =
    statusCode !== undefined && [300, 301, 302, 303, 307, 308].includes(statusCode);
  if (!isRedirect || headers.location === undefined) return undefined;
  const target = new URL(headers.location, call.url);
  const isSecure = new URL(call.url).protocol === 'https:';
  if (!/^https?:$/.test(target.protocol) || (isSecure && target.protocol === 'http:'))
    return undefined;
  const url = target.href;
  const kept = call.headers.filter(([name]) => name.toLowerCase() !== 'authorization');
  const turnsToGet =
    statusCode === 303 ? call.method !== 'HEAD' : statusCode < 303 && call.method === 'POST';
  return turnsToGet
    ? { method: 'GET', url, headers: kept.filter(([name]) => !/^content-/i.test(name)), body: null }
    : { ...call, url, headers: kept };
}

function failureOf(error: unknown, { url }: HttpCall, isTimeout: boolean): Error {
  if (isTimeout)
    return new HttpFailure(
      'The request was canceled due to the configured HttpClient.Timeout of 100 seconds elapsing.',
      'System.Threading.Tasks.TaskCanceledException',
    );
  const { code, message } = Failure.parse(error);
  const { hostname, port, protocol } = URL.canParse(url)
    ? new URL(url)
    : { hostname: url, port: '', protocol: '' };
  const target = `(${hostname}:${port || (protocol === 'https:' ? '443' : '80')})`;
  if (code === 'ECONNREFUSED') return new HttpFailure(`Connection refused ${target}`);
  if (code === 'ENOTFOUND') return new HttpFailure(`Name or service not known ${target}`);
  return new HttpFailure(`An error occurred while sending the request. ${message}`);
}
