import type { Target } from './group-plan.ts';
import type { JobSpec, WorkloadSpec } from './job-spec.ts';
import type { PlanFile } from './plan-file.ts';
import { policyErrors, type Policy } from './policy.ts';
import type { Group } from './spec/group.ts';
import { regionName } from './spec/regions.ts';

/** What a deployment decides for all of its jobs. */
export interface PlanSettings {
  /** Where groups may be made; the first where a spec does not say. */
  readonly targets: readonly Target[];
  readonly defaultRegion: string;
  /** Registry and path of the workloads' images, such as `durableaci.azurecr.io`. */
  readonly imagePrefix: string;
  /** What groups may be given; nothing where it does not say. */
  readonly policy?: Policy;
}

type Planned =
  { readonly plan: PlanFile; readonly problem?: undefined } | { readonly problem: string };

/** The plan of a job, or why it cannot be run here. */
export function planOf(spec: JobSpec, items: number, settings: PlanSettings): Planned {
  if (items === 0) return { problem: 'fanOut.items names no item: there is nothing to run' };
  const target = chosenTarget(spec, settings.targets);
  if (!target) return { problem: 'target is not one of those that this deployment may use' };
  const [refused] = policyErrors(spec, settings, target);
  if (refused) return { problem: `${refused.path} ${refused.message}` };
  const location = spec.regions?.[0] ?? spec.group?.location ?? settings.defaultRegion;
  const resolved = (group: Group): Group => withImages(group, settings.imagePrefix);
  return {
    plan: {
      spec: {
        ...spec,
        ...(spec.group && { group: resolved(spec.group) }),
        ...(spec.reduce && { reduce: { group: resolved(spec.reduce.group) } }),
      },
      target,
      location: regionName(location),
      ...tasksOf(spec, items),
    },
  };
}

function tasksOf({ fanOut }: JobSpec, items: number): Pick<PlanFile, 'itemCount' | 'items'> {
  const each = fanOut?.itemsPerGroup ?? 1;
  return each === 1 ? { itemCount: items } : { itemCount: Math.ceil(items / each), items };
}

/** What was submitted, with what a workload made of its input laid over it. */
export function effectiveSpec(submitted: JobSpec, workload: WorkloadSpec | undefined): JobSpec {
  if (!workload) return submitted;
  const { group, fanOut, reduce } = workload;
  return {
    ...submitted,
    ...(group && { group }),
    ...(fanOut && { fanOut }),
    ...(reduce && { reduce }),
    artifacts: { ...submitted.artifacts, ...workload.artifacts },
  };
}

/** The target that a spec names, or the first; undefined when it is none of those that may be used. */
export function chosenTarget({ target }: JobSpec, targets: readonly Target[]): Target | undefined {
  const same = (asked: string | undefined, given: string) =>
    asked === undefined || asked.toLowerCase() === given.toLowerCase();
  return targets.find(
    ({ subscriptionId, resourceGroup }) =>
      same(target?.subscriptionId, subscriptionId) && same(target?.resourceGroup, resourceGroup),
  );
}

/** `workload:render` is the image `render` of this deployment's registry; every other name stands for itself. */
function withImages(group: Group, imagePrefix: string): Group {
  const { containers, initContainers } = group.properties;
  const resolved = <T extends { image: string }>(properties: T): T => ({
    ...properties,
    image: properties.image.replace(/^workload:/, `${imagePrefix}/`),
  });
  return {
    ...group,
    properties: {
      ...group.properties,
      containers: containers.map((container) => ({
        ...container,
        properties: resolved(container.properties),
      })),
      ...(initContainers && {
        initContainers: initContainers.map((container) => ({
          ...container,
          properties: resolved(container.properties),
        })),
      }),
    },
  };
}
