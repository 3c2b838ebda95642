import { z } from 'zod';
import { type Completion, type Coroutine, runCoroutine } from '../../replay/completion.ts';
import { httpActivity, type HttpRequest } from '../http/http-request.ts';
import type { CallHttp } from '../reply.ts';
import type { Scope } from './scope.ts';

const Answer = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});
type Answer = z.infer<typeof Answer>;

/**
 * An activity of the host's own; after a 202, a timer and a look at its Location until there is another answer.
 * https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-http-features#async-operation-tracking
 */
export function callHttp({ httpRequest }: CallHttp, scope: Scope): Completion {
  return runCoroutine(poll(httpRequest, scope), (error) => {
    const reason = error instanceof Error ? error.message : String(error);
    scope.stall(
      `it calls ${httpRequest.uri}: ${reason}, for which Azure's engine waits for ever, too`,
    );
  });
}

function* poll(request: HttpRequest, scope: Scope): Coroutine {
  const { orchestration, asyncHttpSleepMs } = scope;
  let next = request;
  for (;;) {
    const call = orchestration.schedule({
      kind: 'scheduleActivity',
      name: httpActivity,
      input: JSON.stringify(next),
    }).done;
    yield call;
    if (call.hasFailed || request.asynchronousPatternEnabled === false) return;
    const answer = Answer.parse(JSON.parse(call.result ?? '{}'));
    if (answer.statusCode !== 202) return;
    const delayMs = retryAfterMs(answer) ?? asyncHttpSleepMs;
    const fireAt = new Date(orchestration.now.getTime() + delayMs);
    yield orchestration.schedule({ kind: 'createTimer', fireAt }).done;
    const location = headerOf(answer, 'location');
    // Without one the SDK takes the 202 as the answer; the timer is there all the same.
    if (location === undefined) return;
    next = lookAt(location, request);
  }
}

/** The key of the first call is not the one of what is looked at, as a rule, and is not handed on. */
function lookAt(location: string, { headers, tokenSource }: HttpRequest): HttpRequest {
  if (!URL.canParse(location)) throw new Error(`its Location "${location}" is not absolute`);
  const kept = Object.entries(headers ?? {}).filter(
    ([name]) => name.toLowerCase() !== 'x-functions-key',
  );
  return { method: 'GET', uri: location, headers: Object.fromEntries(kept), tokenSource };
}

function retryAfterMs(answer: Answer): number | undefined {
  const text = headerOf(answer, 'retry-after');
  if (text === undefined) return undefined;
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new Error(`its Retry-After "${text}" is no number`);
  return Number(text) * 1000;
}

function headerOf({ headers }: Answer, name: string): string | undefined {
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return Array.isArray(value) ? value.join(',') : value;
}
