import { setTimeout } from 'node:timers/promises';

/** An answer that is none yet: who is asked has just come back, or asked somebody who is dead at this moment. */
class ServerError extends Error {}

/** An answer that was read to its end: of one that is not read nobody hears that it was cut. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A whole answer, however often it has to be asked for: whoever is asked may be dead at this moment. */
export function answerTo(url: string, init: RequestInit = {}): Promise<Answer> {
  return untilAnswered(async () => {
    const reply = await fetch(url, init);
    const text = await reply.text();
    if (reply.status < 500) return { status: reply.status, text };
    throw new ServerError(`${init.method ?? 'GET'} ${url}: ${String(reply.status)}`);
  });
}

/** Sends again what the connection lost. */
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
