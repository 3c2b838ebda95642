import { groupNameOf, type Attempt } from './attempt.ts';
import type { ContainerPlan, EnvironmentVariable, GroupPlan } from './group-plan.ts';
import { groupOfTask, type PlanFile } from './plan-file.ts';
import type { Container } from './spec/group.ts';

/** What a task is given: JSON text of its item, and URLs that carry signatures. */
export interface TaskGrants {
  readonly item?: string | undefined;
  readonly inputUrls: readonly string[];
  readonly outputUrl: string;
}

interface GroupPlanOptions {
  readonly plan: PlanFile;
  readonly attempt: Attempt;
  readonly grants: TaskGrants;
  /** Id of this deployment: the sweeper touches no other's groups. */
  readonly owner: string;
  /** After this the group is nobody's and may be swept. */
  readonly leaseUntil: Date;
}

/** The container group of one attempt. URLs with a signature are secure values, which ARM never shows again. */
export function makeGroupPlan(options: GroupPlanOptions): GroupPlan {
  const { plan, attempt } = options;
  const environment = environmentOf(options);
  return {
    name: groupNameOf(attempt),
    location: plan.location,
    tags: tagsOf(options),
    containers: groupOfTask(plan, attempt.task).properties.containers.map((container) =>
      containerPlan(container, environment),
    ),
  };
}

function tagsOf({ plan, attempt, owner, leaseUntil }: GroupPlanOptions): Record<string, string> {
  const labels = Object.entries(plan.spec.labels ?? {});
  return {
    ...Object.fromEntries(labels.map(([key, value]) => [`label-${key}`, value])),
    owner,
    kind: 'job',
    job: attempt.jobId,
    task: String(attempt.task),
    attempt: String(attempt.attempt),
    leaseUntil: leaseUntil.toISOString(),
  };
}

function environmentOf({ plan, attempt, grants }: GroupPlanOptions): EnvironmentVariable[] {
  const [firstInput] = grants.inputUrls;
  return [
    { name: 'JOB_ID', value: attempt.jobId },
    { name: 'TASK_INDEX', value: String(attempt.task) },
    { name: 'TASK_COUNT', value: String(plan.itemCount) },
    { name: 'ATTEMPT', value: String(attempt.attempt) },
    ...(grants.item === undefined ? [] : [{ name: 'ITEM', value: grants.item }]),
    ...(firstInput === undefined
      ? []
      : [
          { name: 'INPUT_URL', secureValue: firstInput },
          { name: 'INPUT_URLS', secureValue: JSON.stringify(grants.inputUrls) },
        ]),
    { name: 'OUTPUT_URL', secureValue: grants.outputUrl },
  ];
}

function containerPlan(
  { name, properties }: Container,
  environment: readonly EnvironmentVariable[],
): ContainerPlan {
  const { image, command, resources, environmentVariables } = properties;
  return {
    name,
    image,
    ...(command && { command }),
    ...resources.requests,
    environment: [...(environmentVariables ?? []), ...environment],
  };
}
