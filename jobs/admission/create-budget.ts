import type { AdmissionState, Limits } from './state.ts';

type Creates = AdmissionState['creates'];

/** Creates are counted by tens of seconds, and each as if it had come at the end of its ten. */
const ten = 10;
const windows = [
  { seconds: 300, limit: ({ createsPer5Minutes }: Limits) => createsPer5Minutes },
  { seconds: 3600, limit: ({ createsPerHour }: Limits) => createsPerHour },
] as const;

/** With one more create, and without those that no window counts any more. */
export function withCreate(creates: Creates, at: number): Creates {
  const bucket = Math.floor(at / ten);
  const kept = creates.filter(([other]) => endOf(other) + 3600 > at);
  const counted = kept.find(([other]) => other === bucket)?.[1] ?? 0;
  const others = kept.filter(([other]) => other !== bucket);
  return [...others, [bucket, counted + 1] as const].sort(([a], [b]) => a - b).map(copy);
}

/** The same creates, one of them later: it was granted at `from` and is made at `to`. */
export function withLaterCreate(creates: Creates, from: number, to: number): Creates {
  const bucket = Math.floor(from / ten);
  const without = creates
    .map(([other, count]) => copy([other, other === bucket ? count - 1 : count]))
    .filter(([, count]) => count > 0);
  return withCreate(without, to);
}

/** When the n-th create from now on keeps within both windows: `at` or later, in seconds. */
export function createAllowedAt(creates: Creates, limits: Limits, at: number, nth = 1): number {
  return Math.max(
    at,
    ...windows.map(({ seconds, limit }) => {
      const counted = creates.filter(([bucket]) => endOf(bucket) + seconds > at);
      const used = counted.reduce((sum, [, count]) => sum + count, 0);
      let over = used + nth - Math.max(1, limit(limits));
      for (const [bucket, count] of counted) {
        if (over <= 0) return at;
        over -= count;
        if (over <= 0) return endOf(bucket) + seconds;
      }
      return over <= 0 ? at : at + seconds;
    }),
  );
}

function endOf(bucket: number): number {
  return (bucket + 1) * ten;
}

function copy([bucket, count]: readonly [number, number]): [number, number] {
  return [bucket, count];
}
