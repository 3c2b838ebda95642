import { z } from 'zod';
import type { Attempt } from './attempt.ts';
import type { GroupState } from './group-state.ts';

/** What a container says of itself when it is done. */
export const ExitReport = z.object({
  container: z.string(),
  exitCode: z.int(),
  at: z.iso.datetime(),
});
export type ExitReport = z.infer<typeof ExitReport>;

/** Who a completion token is for: one container of one attempt. */
export interface Reporter extends Pick<Attempt, 'jobId' | 'task' | 'attempt'> {
  readonly container: string;
}

/** The text that is signed. Ids and names have neither slashes nor dots in them, so no two reporters have the same. */
export function claimOf({ jobId, task, attempt, container }: Reporter): string {
  return `done/${jobId}/${task}/${attempt}/${container}`;
}

const claimPattern = /^done\/([a-z0-9-]{1,63})\/(\d{1,9})\/(\d{1,9})\/([a-z0-9-]{1,63})$/;

/** The other way round; undefined for any other text. */
export function reporterOf(claim: string): Reporter | undefined {
  const [, jobId = '', task, attempt, container = ''] = claimPattern.exec(claim) ?? [];
  if (jobId === '') return undefined;
  return { jobId, task: Number(task), attempt: Number(attempt), container };
}

/** Ended by SIGTERM, from outside: the platform may be about to run the container again, which only ARM tells. */
const terminated = 143;

/**
 * The group with what its containers have reported. Once all of them have, it has ended, also when ARM does not show it
 * yet: a container reports before it exits, and ARM is seconds behind. Where ARM knows the end, it is right; and of a
 * container that somebody has terminated it alone knows whether that was the end.
 */
export function withReports(
  group: GroupState,
  reports: readonly ExitReport[],
  reporters: number | undefined,
): GroupState {
  const isKnown = group.state === 'ended' || reporters === undefined || reporters === 0;
  if (isKnown || reports.length < reporters) return group;
  if (reports.some(({ exitCode }) => exitCode === terminated)) return group;
  const startedAt = group.state === 'running' ? group.startedAt : undefined;
  return {
    state: 'ended',
    containers: reports.map(({ container, exitCode }) => ({
      name: container,
      exitCode,
      detailStatus: exitCode === 0 ? 'Completed' : 'Error',
    })),
    ...(startedAt !== undefined && { startedAt }),
    finishedAt: reports.reduce((last, { at }) => (at > last ? at : last), ''),
  };
}
