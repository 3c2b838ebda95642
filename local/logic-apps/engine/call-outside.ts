import { sleep } from '../../support/clock.ts';
import { ActionFailure, type ActionEnd, type ActionRun } from '../actions/action-run.ts';
import { NoAnswer, type Reply } from '../connectors/connector.ts';
import { defaultRetryPolicy, delayBefore, isRetried, type RetryPolicy } from './retry-policy.ts';

interface CallOptions {
  readonly inputs: unknown;
  readonly policy: RetryPolicy | undefined;
  /** Whether an answer of 202 with a Location is asked again until it is over. */
  readonly followsAccepted: boolean;
  readonly send: (signal: AbortSignal) => Promise<Reply>;
}

/** Between two looks at what was accepted, where the answer does not say. */
const lookAgainMs = 5000;

/**
 * Sends a request as its retry policy says and gives the end of the action. An answer of 400 and above fails it, and
 * is kept. https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#asynchronous-request-response-behavior
 */
export async function callOutside(run: ActionRun, options: CallOptions): Promise<ActionEnd> {
  const { inputs, policy = defaultRetryPolicy, followsAccepted, send } = options;
  let reply = await withRetries(run, policy, send);
  while (followsAccepted && isAccepted(reply)) {
    await sleep(run.clock, retryAfterMs(run, reply) ?? lookAgainMs, run.signal);
    reply = await withRetries(run, policy, reply.follow);
  }
  if (reply === undefined) return { status: 'Cancelled', code: 'ActionCancelled', inputs };
  if (reply instanceof NoAnswer) {
    const message = `The request failed: ${reply.message}`;
    throw new ActionFailure({ code: 'ServiceUnavailable', message }, { inputs });
  }
  const { statusCode, headers, body } = reply;
  const outputs = { statusCode, headers, body };
  const code = codeOf(statusCode);
  if (statusCode < 400) return { status: 'Succeeded', inputs, outputs, code };
  const message = `Http request failed with status code '${statusCode}' and status message: '${code}'.`;
  return { status: 'Failed', inputs, outputs, code, error: { code, message } };
}

function isAccepted(
  reply: Reply | NoAnswer | undefined,
): reply is Reply & Required<Pick<Reply, 'follow'>> {
  const isReply = reply !== undefined && !(reply instanceof NoAnswer);
  return isReply && reply.statusCode === 202 && reply.follow !== undefined;
}

/** Undefined when the run ended meanwhile. */
async function withRetries(
  run: ActionRun,
  policy: RetryPolicy,
  send: (signal: AbortSignal) => Promise<Reply>,
): Promise<Reply | NoAnswer | undefined> {
  for (let retry = 1; ; retry += 1) {
    const reply = await sendOnce(run, send);
    if (isOver(run)) return undefined;
    const isFinal = !(reply instanceof NoAnswer) && !isRetried(reply.statusCode);
    const delay = isFinal ? undefined : delayBefore(retry, policy, () => run.outside.random());
    if (delay === undefined) return reply;
    const asked = reply instanceof NoAnswer ? undefined : retryAfterMs(run, reply);
    await sleep(run.clock, Math.max(delay, asked ?? 0), run.signal);
    if (isOver(run)) return undefined;
  }
}

const isOver = ({ signal }: ActionRun): boolean => signal.aborted;

async function sendOnce(
  { clock, signal }: ActionRun,
  send: (signal: AbortSignal) => Promise<Reply>,
): Promise<Reply | NoAnswer> {
  const done = clock.hold();
  try {
    return await send(signal);
  } catch (error) {
    if (error instanceof NoAnswer) return error;
    throw error;
  } finally {
    done();
  }
}

/** Seconds, or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfterMs({ clock }: ActionRun, { headers }: Reply): number | undefined {
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after');
  if (!found) return undefined;
  const seconds = Number(found[1]);
  const ms = Number.isNaN(seconds) ? Date.parse(found[1]) - clock.now().getTime() : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

const names: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'NoContent',
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  408: 'RequestTimeout',
  409: 'Conflict',
  412: 'PreconditionFailed',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

/** As .NET names a status code, which is what the history shows as the code of an action. */
const codeOf = (statusCode: number): string => names[statusCode] ?? String(statusCode);
