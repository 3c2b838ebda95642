import type { AttemptRun } from '../runs.ts';
import type { AdmitRun } from './contracts.ts';

/** What an attempt asks of which region; undefined for runs from before there was a queue. */
export function admitRunOf(run: AttemptRun, region: string | undefined): AdmitRun | undefined {
  const { jobId, task, attempt, target, deadline, policy, tried } = run;
  const { room } = policy ?? {};
  if (!room) return undefined;
  const { cores, spot } = room.reduce?.task === task ? room.reduce : room;
  const place = { jobId, task, attempt, target, deadline, region: region ?? room.region };
  const { weight } = room;
  return {
    ...place,
    cores,
    ...(spot && !tried?.regular && { spot }),
    ...(weight !== undefined && { weight }),
  };
}
