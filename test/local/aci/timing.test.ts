import { expect, test } from '@jest/globals';
import { jittered, scaledTiming, timings } from '../../../local/aci/model/timing.ts';
import { parseOptions } from '../../../local/aci/options.ts';
import { Play } from './support/play.ts';

/** For how many milliseconds a group is Pending. */
function pendingMs(options: readonly string[]): number {
  const { timing } = parseOptions(['--timing', 'real', ...options]);
  const play = new Play({ timing });
  const { group, now } = play.after(0);
  return Date.parse(group.phaseUntil ?? '') - now;
}

test('all steps are scaled, a pull by its speed', () => {
  expect(scaledTiming(timings.real, 0.5)).toEqual({
    pendingMs: 2000,
    creatingMs: 1500,
    networkMs: 15_000,
    pullMs: 1500,
    pullBytesPerSecond: 60e6,
    startMs: 1000,
    killGraceMs: 15_000,
  });
});

test('no emulated time stays none at any scale', () => {
  expect(scaledTiming(timings.instant, 7)).toEqual(timings.instant);
});

test('without a seed times do not vary', () => {
  expect(pendingMs([])).toBe(4000);
  expect(pendingMs(['--time-scale', '0.1'])).toBe(400);
});

test('a seed lets times vary by a fifth at most, and always in the same way', () => {
  const seeds = Array.from({ length: 50 }, (_, seed) => String(seed));
  const once = seeds.map((seed) => pendingMs(['--seed', seed]));
  const again = seeds.map((seed) => pendingMs(['--seed', seed]));
  expect(again).toEqual(once);
  expect(new Set(once).size).toBeGreaterThan(40);
  expect(once.every((ms) => ms >= 3200 && ms <= 4800)).toBe(true);
});

test('steps vary each in its own way', () => {
  const timing = { ...timings.real, jitter: { seed: 1, part: 0.2 } };
  const steps = Array.from({ length: 20 }, (_, step) => jittered(timing, 1000, String(step)));
  expect(new Set(steps).size).toBeGreaterThan(15);
});
