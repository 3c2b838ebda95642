import { setTimeout } from 'node:timers/promises';
import { Failure } from './failure.ts';

/** How often something is tried before it fails. */
export const attempts = 6;
const patienceMs = 60_000;

interface Request {
  readonly url: URL;
  readonly init?: RequestInit;
  /** Completes "Cannot ...". */
  readonly what: string;
  readonly exitCode: number;
}

/**
 * Sends a request until it is answered with success; the body is still to be read. Lost connections and answers 408,
 * 429 and 5xx are repeated; any other ends the program. The URL is never shown: its query is a signature.
 */
export async function send({ url, init, what, exitCode }: Request): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const answer = await tryOnce(url, init);
    if (answer instanceof Response && answer.ok) return answer;
    const problem =
      answer instanceof Response ? `the store answered ${answer.status}` : reason(answer);
    if (answer instanceof Response) await answer.body?.cancel();
    if (answer instanceof Response && !mayPass(answer.status)) {
      throw new Failure(exitCode, `Cannot ${what}: ${problem}`);
    }
    if (attempt === attempts) {
      throw new Failure(exitCode, `Cannot ${what}: ${problem}, ${attempts} times`);
    }
    await waitAfter(attempt, `${what}: ${problem}`);
  }
}

/** Waits longer after each attempt, half a second after the first. */
export async function waitAfter(attempt: number, problem: string): Promise<void> {
  console.log(`${problem}, attempt ${attempt} of ${attempts}`);
  await setTimeout(250 * 2 ** attempt);
}

/** What fetch says of a lost connection stands in the error's cause. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

const mayPass = (status: number): boolean => status >= 500 || [408, 429].includes(status);

/** Gives the answer, or the error that there was instead, when none has begun in time. */
async function tryOnce(url: URL, init: RequestInit | undefined): Promise<unknown> {
  const giveUp = new AbortController();
  const timer = globalThis.setTimeout(() => {
    giveUp.abort(new Error(`no answer within ${patienceMs / 1000} s`));
  }, patienceMs);
  try {
    return await fetch(url, { ...init, signal: giveUp.signal });
  } catch (error) {
    return error;
  } finally {
    clearTimeout(timer);
  }
}
