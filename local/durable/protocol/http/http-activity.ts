import type { Clock } from '../../../support/clock.ts';
import type { ActivityOutcome } from '../../engine/ports.ts';
import type { IdentitySettings } from '../../types.ts';
import { messageOf } from '../failures.ts';
import { HttpRequest } from './http-request.ts';
import { identityToken } from './identity-token.ts';
import { HttpFailure, sendRequest } from './send-request.ts';

export interface HttpActivityOptions {
  readonly clock: Clock;
  readonly identity: IdentitySettings | undefined;
}

/**
 * Makes one call. Any status is an answer; only when there is none has the call failed.
 * https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/Listener/TaskHttpActivityShim.cs
 */
export async function runHttpActivity(
  input: string | null,
  { clock, identity }: HttpActivityOptions,
): Promise<ActivityOutcome> {
  try {
    const request = HttpRequest.parse(JSON.parse(input ?? 'null'));
    const headers = headersOf(request);
    if (request.tokenSource) {
      const token = await identityToken(request.tokenSource.resource, identity, clock);
      headers.push(['Authorization', `Bearer ${token}`]);
    }
    const { method, uri, content } = request;
    const answer = await sendRequest({ method, url: uri, headers, body: content ?? null }, clock);
    return { ok: true, result: JSON.stringify(answer) };
  } catch (error) {
    const message = messageOf(error);
    const name =
      error instanceof HttpFailure ? error.dotnetName : 'System.InvalidOperationException';
    return { ok: false, reason: message, details: detailsOf(name, message) };
  }
}

function headersOf({ headers, content }: HttpRequest): [string, string][] {
  const given = Object.entries(headers ?? {}).flatMap(([name, value]) =>
    [value].flat().map((text): [string, string] => [name, text]),
  );
  const isType = ([name]: [string, string]): boolean => name.toLowerCase() === 'content-type';
  const type = given.findLast(isType)?.[1];
  if (type?.includes('multipart') === true)
    throw new Error('Multipart content is not supported with CallHttpAsync.');
  const others = given.filter((header) => !isType(header));
  // A type is the content's, and goes with it.
  if (content === undefined || content === null) return others;
  return [...others, ['Content-Type', type === undefined || type === '' ? 'text/plain' : type]];
}

/** What Newtonsoft.Json makes of the exception, without its traces. */
function detailsOf(className: string, message: string): string {
  return JSON.stringify({
    $type: `${className}, ${assemblies[className] ?? 'System.Private.CoreLib'}`,
    ClassName: className,
    Message: message,
    Data: null,
    InnerException: null,
    HelpURL: null,
    StackTraceString: null,
    RemoteStackTraceString: null,
    RemoteStackIndex: 0,
    ExceptionMethod: null,
    HResult: -2146233088,
    Source: null,
    WatsonBuckets: null,
  });
}

const assemblies: Readonly<Record<string, string>> = {
  'System.Net.Http.HttpRequestException': 'System.Net.Http',
};
