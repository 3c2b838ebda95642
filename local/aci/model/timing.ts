import { createHash } from 'node:crypto';

/** The emulated time of a group's steps: the least that they take, beside what the backend really takes. */
export interface Timing {
  /** How long a group is Pending, then Creating, before its images are pulled. */
  readonly pendingMs: number;
  readonly creatingMs: number;
  /** Added to Creating for a group in a virtual network. */
  readonly networkMs: number;
  /** For each distinct image, and by its size on top. */
  readonly pullMs: number;
  readonly pullBytesPerSecond: number;
  readonly startMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly killGraceMs: number;
  /** Every step takes up to this part longer or shorter: which, the seed says. */
  readonly jitter?: { readonly seed: number; readonly part: number };
}

const anySpeed = Infinity;

/** `real` is what recordings of the service show for a small Linux image. */
export const timings = {
  instant: {
    pendingMs: 0,
    creatingMs: 0,
    networkMs: 0,
    pullMs: 0,
    pullBytesPerSecond: anySpeed,
    startMs: 0,
    killGraceMs: 0,
  },
  fast: {
    pendingMs: 50,
    creatingMs: 100,
    networkMs: 0,
    pullMs: 50,
    pullBytesPerSecond: anySpeed,
    startMs: 0,
    killGraceMs: 500,
  },
  real: {
    pendingMs: 4000,
    creatingMs: 3000,
    networkMs: 30_000,
    pullMs: 3000,
    pullBytesPerSecond: 30e6,
    startMs: 2000,
    killGraceMs: 30_000,
  },
} as const satisfies Record<string, Timing>;

/** The same steps, all of them `scale` times as long. */
export function scaledTiming(timing: Timing, scale: number): Timing {
  return {
    ...timing,
    pendingMs: timing.pendingMs * scale,
    creatingMs: timing.creatingMs * scale,
    networkMs: timing.networkMs * scale,
    pullMs: timing.pullMs * scale,
    pullBytesPerSecond: timing.pullBytesPerSecond / scale,
    startMs: timing.startMs * scale,
    killGraceMs: timing.killGraceMs * scale,
  };
}

/** A step's time with its jitter: always the same for one seed and one name of a step, in whole milliseconds. */
export function jittered({ jitter }: Timing, ms: number, step: string): number {
  if (!jitter) return ms;
  const hash = createHash('sha256').update(`${jitter.seed} ${step}`).digest();
  const chance = hash.readUInt32BE() / 2 ** 32;
  return Math.round(ms * (1 + jitter.part * (2 * chance - 1)));
}

/** After 30 minutes without all containers running, provisioning has Failed: https://learn.microsoft.com/azure/container-instances/container-state */
export const provisioningTimeoutSeconds = 1800;
