import { blobPlaceOf, isInternalContainer } from './blob-place.ts';
import type { Target } from './group-plan.ts';
import type { JobSpec, SpecError } from './job-spec.ts';
import { notifyErrors } from './notice.ts';
import { chosenTarget } from './plan.ts';
import { type Policy, policyErrors } from './policy.ts';
import type { StepJob } from './spec/steps.ts';
import { activitiesInSteps, jobsInSteps, specOfStep } from './steps/child-spec.ts';
import { SentimentInput } from './workloads/sentiment-input.ts';
import { withWorkload } from './workloads/with-workload.ts';

/** What a deployment lets jobs do. */
export interface Deployment {
  /** Where jobs may run. */
  readonly targets: readonly Target[];
  /** Such as `https://account.blob.core.windows.net`, without a slash at the end: where all that jobs read lies. */
  readonly blobServiceUrl: string;
  /** Whether containers can report their ends: this app knows its own URL, and has a key. */
  readonly takesReports?: boolean;
  /** Who may be told how a job ended, as `isAllowedTarget` has it; nobody where it does not say. */
  readonly notifyTargets?: readonly string[];
  /** What groups may be given; nothing where it does not say. */
  readonly policy?: Policy;
  /** Where a job runs that does not say, and what `workload:` stands for: for the policy's rules. */
  readonly defaultRegion?: string;
  readonly imagePrefix?: string;
  /** The functions that steps may call, by their names; none where it does not say. */
  readonly stepActivities?: readonly string[];
}

/** All that a spec asks for and a deployment does not let it do, each wrong field by its path. However the job comes. */
export function deploymentErrors(spec: JobSpec, deployment: Deployment): SpecError[] {
  const target = chosenTarget(spec, deployment.targets);
  return [
    ...targetErrors(target),
    ...notifyErrors(spec, deployment.notifyTargets ?? []),
    ...blobsErrors(spec, deployment),
    ...jobErrors(spec, deployment, target),
    ...stepsErrors(spec, deployment, target),
  ];
}

/** What this deployment refuses of one job, but for its blobs. */
function jobErrors(spec: JobSpec, deployment: Deployment, target: Target | undefined): SpecError[] {
  return [
    ...completionErrors(spec, deployment),
    ...fannedOutErrors(spec),
    ...policyErrors(withWorkload(spec), placesOf(deployment), target),
  ];
}

/** The same of each job of its steps, and of what they call. */
function stepsErrors(
  spec: JobSpec,
  deployment: Deployment,
  target: Target | undefined,
): SpecError[] {
  const { stepActivities = [] } = deployment;
  const inJobs = jobsInSteps(spec).flatMap(({ path: at, step, job }) =>
    [
      ...blobsErrors(job, deployment),
      ...jobErrors(specOfStep(spec, { step, job }, { inputs: [] }), deployment, target),
    ].map(({ path, message }) => ({ path: `${at}.${path}`, message })),
  );
  const unknown = activitiesInSteps(spec).filter(({ name }) => !stepActivities.includes(name));
  const message = 'is no activity that this deployment has for steps';
  return [...inJobs, ...unknown.map(({ path }) => ({ path, message }))];
}

function completionErrors({ completion }: JobSpec, { takesReports }: Deployment): SpecError[] {
  if (completion !== 'push' || takesReports) return [];
  return [{ path: 'completion', message: 'must be poll: this deployment has no HOOK_KEY or URL' }];
}

/** What a policy is asked about where nothing says: no rule names it. */
function placesOf(deployment: Deployment) {
  const { imagePrefix = '', defaultRegion = '' } = deployment;
  return { ...deployment, imagePrefix, defaultRegion };
}

function targetErrors(target: Target | undefined): SpecError[] {
  return target
    ? []
    : [{ path: 'target', message: 'is not a place where this deployment may run jobs' }];
}

/** Every blob that the job's containers are to read must be one that they may; what other steps wrote is. */
function blobsErrors(
  { artifacts, workload, input }: Pick<StepJob, 'artifacts' | 'workload' | 'input'>,
  deployment: Deployment,
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
    typeof url === 'string' ? blobErrors(path, url, deployment) : [],
  );
}

/** The app signs what a job names with its own identity, which may read more than the job may. */
function blobErrors(path: string, url: string, { blobServiceUrl }: Deployment): SpecError[] {
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
