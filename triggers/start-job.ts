import { newJobId } from '../jobs/job-id.ts';
import { JobSpec } from '../jobs/job-spec.ts';
import type { JobRow, ReplyAddress, Trigger } from '../jobs/job-rows.ts';
import type { TriggerDeps } from './deps.ts';
import { orchestrationOf } from './orchestration-of.ts';
import type { Orchestrations } from './orchestrations.ts';

interface JobRequest {
  readonly trigger: Trigger;
  /** Requests with the same key are one job. */
  readonly key?: string;
  /** Where the outcome is to be sent to. */
  readonly reply?: ReplyAddress | undefined;
  /** The job that it tries again. */
  readonly retryOf?: string;
  /** Asked for only when the job has none yet; undefined when there is nothing to run after all. */
  readonly spec: () => Promise<JobSpec | undefined>;
}

/**
 * Starts a job, once for each key. The claim decides who it is; everything after it may be done again, from the start,
 * by whoever comes with the key again, so that a crash anywhere in between is made good by the repeat.
 * Gives the job's row, or undefined when there was nothing to run.
 */
export async function startJob(
  deps: Pick<TriggerDeps, 'artifacts' | 'store' | 'now'>,
  orchestrations: Orchestrations,
  request: JobRequest,
): Promise<JobRow | undefined> {
  const newId = newJobId(deps.now(), crypto.randomUUID());
  const jobId = request.key === undefined ? newId : await deps.store.claim(request.key, newId);
  const known = jobId === newId ? undefined : await deps.store.readJob(jobId);
  if (known && known.phase !== 'waiting') return known;
  const spec = await keepSpec(deps, jobId, request);
  if (!spec) return undefined;
  const row = known ?? (await addRow(deps, jobId, request, spec));
  const { name, input } = orchestrationOf(jobId, spec);
  await orchestrations.start(name, jobId, input);
  return row;
}

/** The spec that was kept first is the job's, whatever a repeat brings. */
async function keepSpec(
  { artifacts }: Pick<TriggerDeps, 'artifacts'>,
  jobId: string,
  request: JobRequest,
): Promise<JobSpec | undefined> {
  const kept = request.key === undefined ? undefined : await artifacts.readJobFile(jobId, specFile);
  if (kept !== undefined) return JobSpec.parse(JSON.parse(kept));
  const spec = await request.spec();
  if (spec) await artifacts.saveJobFile(jobId, specFile, JSON.stringify(spec));
  return spec;
}

const specFile = 'spec.json';

async function addRow(
  { store, now }: Pick<TriggerDeps, 'store' | 'now'>,
  id: string,
  { trigger, reply, retryOf }: JobRequest,
  { name, workload, labels = {} }: JobSpec,
): Promise<JobRow> {
  const row: JobRow = {
    id,
    ...(name !== undefined && { name }),
    trigger,
    ...(workload && { workload }),
    labels,
    phase: 'waiting',
    tasksTotal: 0,
    createdAt: now().toISOString(),
    ...(reply && { reply }),
    ...(retryOf !== undefined && { retryOf }),
  };
  return (await store.addJob(row)) ? row : ((await store.readJob(id)) ?? row);
}
