import type { TaskPlan } from './measure.ts';

/** 24 tasks from 10 s to 10 min, as many short as long, one each 25 s, in no order. */
export const spread: readonly TaskPlan[] = Array.from({ length: 24 }, (_, n) => ({
  seconds: 10 * 60 ** evenly(n),
  startsAfterSeconds: 25 * n + 25 * evenly(n + 100),
}));

/** The same tasks, each up to a tenth longer or shorter. */
export const spreadAgain: readonly TaskPlan[] = spread.map((plan, n) => ({
  ...plan,
  seconds: plan.seconds * (0.9 + 0.2 * evenly(n + 200)),
}));

/** 60 tasks of 30 to 90 s, two a second. */
export const crowd: readonly TaskPlan[] = Array.from({ length: 60 }, (_, n) => ({
  seconds: 30 + 60 * evenly(n),
  startsAfterSeconds: n / 2,
}));

/** Numbers from 0 up to 1 that are spread evenly, in no order. */
function evenly(n: number): number {
  return ((n + 1) * 0.618034) % 1;
}
