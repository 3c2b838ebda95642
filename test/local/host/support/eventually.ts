import { sleep, SystemClock } from '../../../../local/support/clock.ts';

const clock = new SystemClock();

/** Looks again until there is something to see; the test's own time limit ends it. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(clock, 20);
  }
}
