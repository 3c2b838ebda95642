import { setImmediate } from 'node:timers/promises';

const atOnce = 5;

/** Goes through a long list a few at a time, so that requests are answered in between. */
export async function* takingTurns<T>(items: Iterable<T>): AsyncGenerator<T, undefined> {
  let count = 0;
  for (const item of items) {
    yield item;
    count += 1;
    if (count % atOnce === 0) await setImmediate();
  }
  return undefined;
}

/** The same work for all who ask for it before it begins; who asks while it is done waits for the next time. */
export function shared<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let waiting: Promise<T> | undefined;
  return () => {
    waiting ??= running.then(() => {
      waiting = undefined;
      const result = work();
      running = result.catch(() => undefined);
      return result;
    });
    return waiting;
  };
}
