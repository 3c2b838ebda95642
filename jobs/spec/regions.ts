import { z } from 'zod';

const mostRegions = 5;

/** Regions in order of preference, as Azure writes them or shows them: `westeurope`, `West Europe`. Later ones are fallbacks. */
export const Regions = z
  .array(
    z.string().regex(/^[A-Za-z][A-Za-z0-9 ]{0,49}$/, 'must be the name of a region: westeurope'),
  )
  .min(1, 'must name a region')
  .max(mostRegions)
  .refine((names) => new Set(names.map(regionName)).size === names.length, 'names a region twice');

/** A region by the one name that ARM answers with. */
export function regionName(region: string): string {
  return region.toLowerCase().replaceAll(' ', '');
}
