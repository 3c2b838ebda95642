export interface Timing {
  /** How long a group is Pending, then Creating, before its images are pulled. */
  readonly pendingMs: number;
  readonly creatingMs: number;
  /** For each distinct image. */
  readonly pullMs: number;
  readonly startMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly killGraceMs: number;
}

/** `real` is what recordings of the service show for a small Linux image. */
export const timings = {
  instant: { pendingMs: 0, creatingMs: 0, pullMs: 0, startMs: 0, killGraceMs: 0 },
  fast: { pendingMs: 50, creatingMs: 100, pullMs: 50, startMs: 0, killGraceMs: 500 },
  real: { pendingMs: 4000, creatingMs: 3000, pullMs: 3000, startMs: 2000, killGraceMs: 30_000 },
} as const satisfies Record<string, Timing>;

/** After 30 minutes without all containers running, provisioning has Failed: https://learn.microsoft.com/azure/container-instances/container-state */
export const provisioningTimeoutSeconds = 1800;
