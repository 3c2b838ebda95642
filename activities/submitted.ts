import { deploymentErrors } from '../jobs/deployment.ts';
import { parseJobSpec } from '../jobs/job-spec.ts';
import type { JobRow } from '../jobs/job-rows.ts';
import type { Deps } from './deps.ts';

type Submitted = { readonly job: JobRow; readonly problem?: string };

/**
 * The job of a spec that an orchestrator gave to runJob, which is kept as one that came by a trigger; again: the same.
 * `problem` names every wrong field, also of what this deployment does not let jobs do.
 */
export async function submitted(
  deps: Pick<Deps, 'artifacts' | 'store' | 'now' | 'settings' | 'stepActivities'>,
  id: string,
  value: unknown,
): Promise<Submitted> {
  const { artifacts, store, now } = deps;
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
  const errors = parsed.ok ? deploymentErrors(parsed.spec, deploymentOf(deps)) : parsed.errors;
  // Before the row: by that somebody may look for it.
  if (parsed.ok && errors.length === 0)
    await artifacts.saveJobFile(id, 'spec.json', JSON.stringify(parsed.spec));
  await store.addJob(job);
  if (errors.length === 0) return { job };
  const words = errors.map(({ path, message }) => `${path} ${message}`.trim());
  return { job, problem: `the spec is not right: ${words.join('; ')}` };
}

function deploymentOf({
  settings,
  stepActivities = {},
}: Pick<Deps, 'settings' | 'stepActivities'>) {
  return { ...settings, stepActivities: Object.keys(stepActivities) };
}
