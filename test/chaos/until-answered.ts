import { setTimeout } from 'node:timers/promises';

/** An answer that is none yet: who is asked has just come back, or asked somebody who is dead at this moment. */
class ServerError extends Error {}

/** As `fetch`, but an answer of 5xx is thrown, for `untilAnswered`. */
export async function answerTo(url: string, init?: RequestInit): Promise<Response> {
  const reply = await fetch(url, init);
  if (reply.status < 500) return reply;
  throw new ServerError(`${init?.method ?? 'GET'} ${url}: ${String(reply.status)}`);
}

/** Sends again what the connection lost: whoever is asked may be dead at this moment. */
export async function untilAnswered<T>(send: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      if (!isPassing(error) || tries === 120) throw error;
      await setTimeout(250);
    }
  }
}

/** fetch throws a TypeError when it has no answer, or half of one; under jest that of another realm. */
function isPassing(error: unknown): boolean {
  if (error instanceof ServerError) return true;
  return (
    typeof error === 'object' && error !== null && 'name' in error && error.name === 'TypeError'
  );
}

/** Looks again until there is something to see; undefined after so many milliseconds. */
export async function within<T>(
  milliseconds: number,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const seen = await look();
    if (seen !== undefined || Date.now() > end) return seen;
    await setTimeout(250);
  }
}
