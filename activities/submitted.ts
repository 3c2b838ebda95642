import { parseJobSpec } from '../jobs/job-spec.ts';
import type { JobRow } from '../jobs/job-status.ts';
import type { Deps } from './deps.ts';

type Submitted = { readonly job: JobRow; readonly problem?: string };

/**
 * The job of a spec that an orchestrator gave to runJob, which is kept as one that came by a trigger; again: the same.
 * `problem` names every wrong field.
 */
export async function submitted(
  { artifacts, store, now }: Pick<Deps, 'artifacts' | 'store' | 'now'>,
  id: string,
  value: unknown,
): Promise<Submitted> {
  const parsed = parseJobSpec(value);
  const { name, workload, labels = {} } = parsed.ok ? parsed.spec : {};
  const job: JobRow = {
    id,
    ...(name !== undefined && { name }),
    trigger: 'orchestration',
    ...(workload && { workload }),
    labels,
    phase: 'waiting',
    tasksTotal: 0,
    createdAt: now().toISOString(),
  };
  // Before the row: by that somebody may look for it.
  if (parsed.ok) await artifacts.saveJobFile(id, 'spec.json', JSON.stringify(parsed.spec));
  await store.addJob(job);
  if (parsed.ok) return { job };
  const words = parsed.errors.map(({ path, message }) => `${path} ${message}`.trim());
  return { job, problem: `the spec is not right: ${words.join('; ')}` };
}
