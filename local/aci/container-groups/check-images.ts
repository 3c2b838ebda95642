import type { Emulator } from '../emulator.ts';
import type { ErrorDetail } from '../model/azure-error.ts';
import { errors, inaccessibleImage } from '../model/errors.ts';
import type { GroupProperties } from '../model/group-spec.ts';

/**
 * Asks the backend for all images of a group at once: which are here, and which can not be had. Throws ARM's 409 when a
 * registry has no time. Images of a system that the backend does not run are not looked for.
 */
export async function checkImages(
  group: string,
  { containers, initContainers, imageRegistryCredentials, osType }: GroupProperties,
  { backend, behaviour }: Pick<Emulator, 'backend' | 'behaviour'>,
): Promise<{ readonly present: string[]; readonly problems: ErrorDetail[] }> {
  if (!backend.operatingSystems.includes(osType)) return { present: [], problems: [] };
  const names = [...initContainers, ...containers].map(({ properties }) => properties.image);
  const checks = await Promise.all(
    [...new Set(names)].map(async (image) => ({
      image,
      check: await backend.checkImage(image, imageRegistryCredentials),
    })),
  );
  const imagesThatAre = (wanted: (typeof checks)[number]['check']): string[] =>
    checks.filter(({ check }) => check === wanted).map(({ image }) => image);
  const [busy] = imagesThatAre('registryBusy');
  if (busy !== undefined) throw errors.registryErrorResponse(busy);
  const missing = behaviour.current.imageMissing === 'sync' ? imagesThatAre('inaccessible') : [];
  return {
    present: imagesThatAre('present'),
    problems: missing.map((image) => inaccessibleImage(image, group)),
  };
}
