import { resultsPrefix } from '../../jobs/results.ts';
import type { JobSpec } from '../../jobs/job-spec.ts';
import type { StepInput, StepJob } from '../../jobs/spec/steps.ts';
import { stepJobId } from '../../jobs/steps/ids.ts';
import { readPlan } from '../job-files.ts';
import type { Deps } from '../deps.ts';
import { resultFileOf } from './step-files.ts';

type Resolved =
  { readonly urls: string[]; readonly problem?: undefined } | { readonly problem: string };

type Files = Pick<Deps, 'artifacts' | 'store'>;

interface Reader {
  /** The job of steps. */
  readonly jobId: string;
  readonly spec: JobSpec;
  /** The job that is to read them. */
  readonly child: string;
}

/** The URLs of what a step's job reads, those of what other steps have given among them. */
export async function stepInputs(
  deps: Files,
  reader: Reader,
  { artifacts }: StepJob,
): Promise<Resolved> {
  const urls: string[] = [];
  for (const input of artifacts?.inputs ?? []) {
    const url = typeof input === 'string' ? input : await urlOf(deps, reader, input);
    if (url === undefined) return { problem: missing(input) };
    urls.push(url);
  }
  return { urls };
}

function missing(input: string | StepInput): string {
  if (typeof input === 'string') return `there is no ${input}`;
  return `step ${input.step} has written no ${input.blob ?? 'result.json'}`;
}

async function urlOf(
  deps: Files,
  { jobId, spec: { steps = [] }, child }: Reader,
  { step: name, blob }: StepInput,
): Promise<string | undefined> {
  const step = steps.findIndex((candidate) => candidate.name === name);
  if (!steps[step]?.activity) return writtenBy(deps, stepJobId(jobId, step), blob);
  const text = await deps.artifacts.readJobFile(jobId, resultFileOf(step));
  return text === undefined
    ? undefined
    : deps.artifacts.saveJobFile(child, `given/${name}.json`, text);
}

/** A blob that the last attempt wrote: of the reduce, of the only task or, with the folder of its item, of an item. */
async function writtenBy(
  { artifacts, store }: Files,
  jobId: string,
  blob = 'result.json',
): Promise<string | undefined> {
  const plan = await readPlan(artifacts, jobId);
  if (!plan) return undefined;
  const { fanOut, reduce } = plan.spec;
  // The number of the reduce: what lies beside the folders of the items.
  const task = fanOut ? plan.itemCount : 0;
  const attempt = fanOut && !reduce ? 1 : ((await store.readTask(jobId, task))?.attempts ?? 1);
  const name = `${resultsPrefix(plan, { jobId, task, attempt })}${blob}`;
  const [first] = await artifacts.listResults(name, 1);
  return first === artifacts.resultsUrl(name).replace(/\/$/, '') ? first : undefined;
}
