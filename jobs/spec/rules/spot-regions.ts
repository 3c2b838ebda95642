import { z } from 'zod';
import type { SpecError } from '../errors.ts';
import { regionName } from '../regions.ts';
import { viewGroup } from './group-view.ts';

/** https://learn.microsoft.com/azure/container-instances/container-instances-spot-containers-overview#region-support */
const spotRegions = ['eastus2', 'westeurope', 'westus'];
const message = `Spot groups are offered in ${spotRegions.join(', ')} only`;

const Spec = z.looseObject({
  group: z.unknown().optional(),
  reduce: z.looseObject({ group: z.unknown().optional() }).optional().catch(undefined),
  regions: z.array(z.unknown()).max(100).optional().catch(undefined),
});

/** Where a raw spec asks for Spot groups in regions that have none; a spec's `regions` count before a group's location. */
export function spotRegionErrors(value: unknown): SpecError[] {
  const { data: spec } = Spec.safeParse(value);
  if (!spec) return [];
  const groups = [
    { at: 'group', group: viewGroup(spec.group) },
    { at: 'reduce.group', group: viewGroup(spec.reduce?.group) },
  ].filter(({ group }) => group?.priority === 'Spot');
  if (groups.length === 0) return [];
  if (spec.regions?.length)
    return spec.regions.flatMap((region, index) => errorOf(region, `regions[${index}]`));
  return groups.flatMap(({ at, group }) => errorOf(group?.location, `${at}.location`));
}

/** Whether a region, as ARM or a person spells it, offers Spot groups. */
function errorOf(region: unknown, path: string): SpecError[] {
  if (typeof region !== 'string') return [];
  const isOffered = spotRegions.includes(regionName(region));
  return isOffered ? [] : [{ path, message }];
}
