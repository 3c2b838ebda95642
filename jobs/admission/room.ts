import { z } from 'zod';
import type { Group } from '../spec/group.ts';
import { rounded, Share } from './state.ts';

/** What the groups of a job need of a region. It travels with every task, so it is short. */
export const Room = Share.extend({
  /** Where, when there is no choice. */
  region: z.string(),
  /** Its job's, where that is not 1. */
  weight: z.number().optional(),
  /** The reduce is a task of its own, with a group of its own. */
  reduce: Share.extend({ task: z.int() }).optional(),
});
export type Room = z.infer<typeof Room>;

interface Plan {
  readonly location: string;
  readonly itemCount: number;
  readonly spec: {
    readonly group?: Group | undefined;
    readonly reduce?: { readonly group: Group } | undefined;
    readonly weight?: number | undefined;
  };
}

/** What the groups of a plan need; undefined for a plan without a group. */
export function roomOf({ location, itemCount, spec }: Plan): Room | undefined {
  const { group, reduce, weight } = spec;
  if (!group) return undefined;
  const ofReduce = reduce && { reduce: { task: itemCount, ...shareOf(reduce.group) } };
  const ofJob = weight !== undefined && weight !== 1 && { weight };
  return { region: location, ...shareOf(group), ...ofJob, ...ofReduce };
}

/** https://learn.microsoft.com/azure/container-instances/container-instances-container-groups#resource-allocation */
function shareOf({ properties }: Group): Share {
  const cores = properties.containers.map(
    (container) => container.properties.resources.requests.cpu,
  );
  const sum = rounded(cores.reduce((all, one) => all + one, 0));
  return { cores: sum, ...(properties.priority === 'Spot' && { spot: true }) };
}
