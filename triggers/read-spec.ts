import type { Target } from '../jobs/group-plan.ts';
import { parseJobSpec, type JobSpec, type ParsedSpec, type SpecError } from '../jobs/job-spec.ts';
import { notifyErrors } from '../jobs/notice.ts';
import { chosenTarget } from '../jobs/plan.ts';
import { policyErrors } from '../jobs/policy.ts';
import type { StepJob } from '../jobs/spec/steps.ts';
import { activitiesInSteps, jobsInSteps, specOfStep } from '../jobs/steps/child-spec.ts';
import { SentimentInput } from '../jobs/workloads/sentiment-input.ts';
import { withWorkload } from '../jobs/workloads/with-workload.ts';
import { blobPlaceOf, isInternalContainer } from './blob-place.ts';
import type { TriggerSettings } from './deps.ts';

/** Reads a spec, and refuses what this deployment may not run, each wrong field by its path. */
export function readSpec(value: unknown, settings: TriggerSettings): ParsedSpec {
  const parsed = parseJobSpec(value);
  if (!parsed.ok) return parsed;
  const { spec } = parsed;
  const target = chosenTarget(spec, settings.targets);
  const errors = [
    ...targetErrors(target),
    ...notifyErrors(spec, settings.notifyTargets ?? []),
    ...blobsErrors(spec, settings),
    ...jobErrors(spec, settings, target),
    ...stepsErrors(spec, settings, target),
  ];
  return errors.length > 0 ? { ok: false, errors } : parsed;
}

/** What this deployment refuses of one job, but for its blobs. */
function jobErrors(
  spec: JobSpec,
  settings: TriggerSettings,
  target: Target | undefined,
): SpecError[] {
  return [
    ...completionErrors(spec, settings),
    ...fannedOutErrors(spec),
    ...policyErrors(withWorkload(spec), placesOf(settings), target),
  ];
}

/** The same of each job of its steps, and of what they call. */
function stepsErrors(
  spec: JobSpec,
  settings: TriggerSettings,
  target: Target | undefined,
): SpecError[] {
  const { stepActivities = [] } = settings;
  const inJobs = jobsInSteps(spec).flatMap(({ path: at, step, job }) =>
    [
      ...blobsErrors(job, settings),
      ...jobErrors(specOfStep(spec, { step, job }, { inputs: [] }), settings, target),
    ].map(({ path, message }) => ({ path: `${at}.${path}`, message })),
  );
  const unknown = activitiesInSteps(spec).filter(({ name }) => !stepActivities.includes(name));
  const message = 'is no activity that this deployment has for steps';
  return [...inJobs, ...unknown.map(({ path }) => ({ path, message }))];
}

function completionErrors({ completion }: JobSpec, { takesReports }: TriggerSettings): SpecError[] {
  if (completion !== 'push' || takesReports) return [];
  return [{ path: 'completion', message: 'must be poll: this deployment has no HOOK_KEY or URL' }];
}

/** What a policy is asked about where nothing says: no rule names it. */
function placesOf(settings: TriggerSettings) {
  const { imagePrefix = '', defaultRegion = '' } = settings;
  return { ...settings, imagePrefix, defaultRegion };
}

function targetErrors(target: Target | undefined): SpecError[] {
  return target
    ? []
    : [{ path: 'target', message: 'is not a place where this deployment may run jobs' }];
}

/** Every blob that the job's containers are to read must be one that they may; what other steps wrote is. */
function blobsErrors(
  { artifacts, workload, input }: Pick<StepJob, 'artifacts' | 'workload' | 'input'>,
  settings: TriggerSettings,
): SpecError[] {
  const inputs = (artifacts?.inputs ?? []).map((url, index) => ({
    path: `artifacts.inputs[${index}]`,
    url,
  }));
  const own =
    workload === 'sentiment'
      ? [{ path: 'input.blobUrl', url: SentimentInput.parse(input).blobUrl }]
      : [];
  return [...inputs, ...own].flatMap(({ path, url }) =>
    typeof url === 'string' ? blobErrors(path, url, settings) : [],
  );
}

/** The app signs what a job names with its own identity, which may read more than the job may. */
function blobErrors(path: string, url: string, { blobServiceUrl }: TriggerSettings): SpecError[] {
  const place = blobPlaceOf(url, blobServiceUrl);
  if (!place) return [{ path, message: `must be the URL of a blob below ${blobServiceUrl}/` }];
  return internalErrors(path, place.container);
}

function fannedOutErrors({ fanOut }: JobSpec): SpecError[] {
  if (!fanOut || !('blobs' in fanOut.items)) return [];
  return internalErrors('fanOut.items.blobs.container', fanOut.items.blobs.container);
}

function internalErrors(path: string, container: string): SpecError[] {
  if (!isInternalContainer(container)) return [];
  return [{ path, message: `the container ${container} is internal and no input of jobs` }];
}
