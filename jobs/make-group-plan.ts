import { groupNameOf, type Attempt } from './attempt.ts';
import { groupPartsOf, portsOf } from './group-parts.ts';
import type {
  ContainerPlan,
  EnvironmentVariable,
  GroupPlan,
  InitContainerPlan,
} from './group-plan.ts';
import { groupOfTask, type PlanFile } from './plan-file.ts';
import type { Container, Group, InitContainer } from './spec/group.ts';

/** What a task is given: JSON text of its item, and URLs that carry signatures. */
export interface TaskGrants {
  readonly item?: string | undefined;
  /** JSON list of its items, where it has several and the list is short; and the URL of the same. */
  readonly items?: string;
  readonly itemsUrl?: string;
  readonly inputUrls: readonly string[];
  readonly outputUrl: string;
}

interface GroupPlanOptions {
  readonly plan: PlanFile;
  readonly attempt: Attempt;
  readonly grants: TaskGrants;
  /** What single containers are told besides, by their names. */
  readonly variables?: Readonly<Record<string, readonly EnvironmentVariable[]>>;
  /** Id of this deployment: the sweeper touches no other's groups. */
  readonly owner: string;
  /** After this the group is nobody's and may be swept. */
  readonly leaseUntil: Date;
}

/** The container group of one attempt. URLs with a signature are secure values, which ARM never shows again. */
export function makeGroupPlan(options: GroupPlanOptions): GroupPlan {
  const { plan, attempt, variables = {} } = options;
  const environment = environmentOf(options);
  const group = groupOfTask(plan, attempt.task);
  const { containers, initContainers } = group.properties;
  return {
    name: groupNameOf(attempt),
    location: plan.location,
    tags: tagsOf(group, options),
    ...groupPartsOf(group),
    containers: containers.map((container) =>
      containerPlan(container, [...environment, ...(variables[container.name] ?? [])]),
    ),
    ...(initContainers?.length && {
      initContainers: initContainers.map((container) => commonPlan(container, environment)),
    }),
  };
}

function tagsOf(
  group: Group,
  { plan, attempt, owner, leaseUntil }: GroupPlanOptions,
): Record<string, string> {
  const labels = Object.entries(plan.spec.labels ?? {});
  const own = {
    ...Object.fromEntries(labels.map(([key, value]) => [`label-${key}`, value])),
    owner,
    kind: 'job',
    job: attempt.jobId,
    task: String(attempt.task),
    attempt: String(attempt.attempt),
    leaseUntil: leaseUntil.toISOString(),
  };
  // ARM compares the names of tags without case.
  const taken = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const others = Object.entries(group.tags ?? {});
  return {
    ...Object.fromEntries(others.filter(([name]) => !taken.has(name.toLowerCase()))),
    ...own,
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
    ...(grants.items === undefined ? [] : [{ name: 'ITEMS', value: grants.items }]),
    ...(grants.itemsUrl === undefined ? [] : [{ name: 'ITEMS_URL', secureValue: grants.itemsUrl }]),
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
  container: Container,
  environment: readonly EnvironmentVariable[],
): ContainerPlan {
  const { resources, ports, livenessProbe, readinessProbe } = container.properties;
  const { cpu, memoryInGB } = resources.requests;
  return {
    ...commonPlan(container, environment),
    cpu,
    memoryInGB,
    ...(resources.limits && { limits: limitsOf(resources.limits) }),
    ...(ports?.length && { ports: portsOf(ports) }),
    ...(livenessProbe && { livenessProbe }),
    ...(readinessProbe && { readinessProbe }),
  };
}

function limitsOf({
  cpu,
  memoryInGB,
}: NonNullable<Container['properties']['resources']['limits']>) {
  return { ...(cpu !== undefined && { cpu }), ...(memoryInGB !== undefined && { memoryInGB }) };
}

/** What containers and init containers have in common; both are told who they are. */
function commonPlan(
  { name, properties }: Container | InitContainer,
  environment: readonly EnvironmentVariable[],
): InitContainerPlan {
  const { image, command, environmentVariables, volumeMounts, securityContext } = properties;
  return {
    name,
    image,
    ...(command?.length && { command }),
    environment: [...(environmentVariables ?? []), ...environment],
    ...(volumeMounts?.length && { mounts: volumeMounts }),
    ...(securityContext && { securityContext }),
  };
}
