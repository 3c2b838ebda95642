import type { Artifacts } from '../clients/ports.ts';
import { JobSpec } from '../jobs/job-spec.ts';
import { PlanFile } from '../jobs/plan-file.ts';
import { saveItems, withoutItems } from './item-pages.ts';
import type { Items } from './items.ts';

type Files = Pick<Artifacts, 'readJobFile' | 'saveJobFile'>;

/** The spec as it was submitted. */
export async function readSpec(files: Files, jobId: string): Promise<JobSpec> {
  const text = await files.readJobFile(jobId, 'spec.json');
  if (text === undefined) throw new Error(`Job ${jobId} has no spec.json.`);
  return JobSpec.parse(JSON.parse(text));
}

/** Keeps plan and items, these in pages; the plan comes last, so that a plan that is there is whole. */
export async function savePlan(
  files: Files,
  jobId: string,
  plan: PlanFile,
  { texts }: Items,
): Promise<void> {
  if (texts) await saveItems(files, jobId, plan, texts);
  const kept = texts ? withoutItems(plan) : plan;
  await files.saveJobFile(jobId, 'plan.json', JSON.stringify(kept));
}

export async function readPlan(files: Files, jobId: string): Promise<PlanFile | undefined> {
  const text = await files.readJobFile(jobId, 'plan.json');
  return text === undefined ? undefined : PlanFile.parse(JSON.parse(text));
}

/** The plan of a job that has been planned. */
export async function planOfRunning(files: Files, jobId: string): Promise<PlanFile> {
  const plan = await readPlan(files, jobId);
  if (!plan) throw new Error(`Job ${jobId} has no plan.json.`);
  return plan;
}
