import { limitErrors } from '../limits/limit-errors.ts';
import { errors, inaccessibleImage } from '../model/errors.ts';
import { totalRequest } from '../model/group-rules.ts';
import type { GroupBody } from '../model/group-spec.ts';
import type { LifecycleFault } from '../model/lifecycle-fault.ts';

/** Throws what Azure answers to a create that can not be, by the first fault that asks for that. */
export function refuseByFault(
  faults: readonly LifecycleFault[],
  group: string,
  { location, properties }: GroupBody,
): void {
  const total = totalRequest(properties.containers);
  const image = properties.containers[0]?.properties.image ?? '';
  for (const fault of faults) {
    if (fault.kind === 'registryBusy') throw errors.registryErrorResponse(image);
    if (fault.kind === 'quota') {
      const isSpot = properties.priority === 'Spot';
      const quota = isSpot ? 'StandardSpotCores' : 'StandardCores';
      const used = { limit: 10, usage: 10, requested: total.cpu };
      throw limitErrors.quotaReached({ quota, location, ...used });
    }
    if (fault.kind === 'capacity' && fault.at === 'once') throw errors.capacity(location, total);
    if (fault.kind === 'imageMissing' && fault.at === 'once') {
      throw errors.invalidRequest([inaccessibleImage(image, group)]);
    }
  }
}
