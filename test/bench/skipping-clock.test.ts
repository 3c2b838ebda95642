import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SkippingClock } from '../../bench/arena/skipping-clock.ts';
import { sleep } from '../../local/support/clock.ts';

let clock: SkippingClock;
beforeEach(() => {
  clock = new SkippingClock();
});
afterEach(() => {
  clock.stop();
});

/** How long this takes in truth, and by the clock. */
async function timed(work: () => Promise<unknown>): Promise<{ real: number; shown: number }> {
  const real = performance.now();
  const shown = clock.now().getTime();
  await work();
  return { real: performance.now() - real, shown: clock.now().getTime() - shown };
}

test('what is only waited for is skipped', async () => {
  const { real, shown } = await timed(() => sleep(clock, 600_000));
  expect(real).toBeLessThan(5_000);
  expect(shown).toBeGreaterThanOrEqual(600_000);
  expect(shown).toBeLessThan(605_000);
});

test('what is in flight takes as long as it takes', async () => {
  clock.runFor(200);
  const { real, shown } = await timed(() => sleep(clock, 150));
  expect(real).toBeGreaterThanOrEqual(145);
  expect(Math.abs(shown - real)).toBeLessThan(20);
});

test('alarms come in their order, and one that is taken back does not come', async () => {
  const rung: string[] = [];
  const after = (seconds: number, name: string): (() => void) =>
    clock.callAt(new Date(clock.now().getTime() + seconds * 1000), () => {
      rung.push(name);
    });
  after(20, 'second');
  after(10, 'first');
  after(15, 'never')();
  await sleep(clock, 30_000);
  expect(rung).toEqual(['first', 'second']);
});
