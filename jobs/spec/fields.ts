import { z } from 'zod';

/** No process can be given a NUL. */
export const Text = z
  .string()
  .refine((value) => !value.includes('\0'), 'must not hold a NUL character');

/** Containers: https://learn.microsoft.com/azure/container-instances/container-instances-container-groups */
export const ContainerName = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be 1 to 63 lower-case letters, digits or inner hyphens',
  );

export const Image = z
  .string()
  .regex(/^\S{1,512}$/, 'must be the name of an image, without spaces');

/** `/subscriptions/{id}/resourceGroups/{name}/providers/{type}/...`: ARM compares it without case. */
export function resourceId(what: string, type: RegExp) {
  return z
    .string()
    .max(1024)
    .regex(
      new RegExp(
        `^/[sS]ubscriptions/[0-9A-Fa-f-]{36}/[rR]esource[gG]roups/[^/]{1,90}/providers/${type.source}$`,
      ),
      `must be the resource id of ${what}`,
    );
}

/** What replies of ARM hold, and `az container export` prints: taken, and dropped. */
export const ignored = z
  .unknown()
  .transform(() => undefined)
  .optional()
  .describe('Ignored: as az container export prints it.');

/** A field that ARM has and we refuse by name, with the reason. */
export function refused(reason: string) {
  return z.never(reason).optional().describe(`Refused: ${reason}.`);
}
