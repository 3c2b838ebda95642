import { z } from 'zod';
import { refused, Text } from './fields.ts';

/** A clone of a repository, made when the group starts. */
const GitRepo = z.strictObject({
  repository: Text.min(1, 'must not be empty').refine(
    (url) => !/^[a-z][a-z0-9+.-]*:\/\/[^/@]*:[^/@]*@/i.test(url),
    'must not carry a password',
  ),
  revision: Text.exactOptional(),
  directory: Text.refine(
    (path) => !path.split(/[/\\]/).includes('..') && !/^[/\\]/.test(path),
    'must be a relative path without ..',
  ).exactOptional(),
});

/** Files that the containers of a group share. That it has exactly one source is a rule. */
const Volume = z.strictObject({
  /** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
  name: z
    .string()
    .regex(
      /^(?!.*--)[a-z0-9][a-z0-9-]{3,61}[a-z0-9]$/,
      'must be 5 to 63 lower-case letters, digits or single inner hyphens',
    ),
  emptyDir: z.strictObject({}).exactOptional(),
  gitRepo: GitRepo.exactOptional(),
  azureFile: refused(
    'azureFile needs the key of a storage account, and secrets are not supported yet; use artifacts, emptyDir or gitRepo',
  ),
  secret: refused('secret values are refused in a job spec, which is stored and shown'),
});
export type Volume = z.infer<typeof Volume>;

/** https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const maxVolumes = 20;
export const Volumes = z.array(Volume).max(maxVolumes, `has more than ${maxVolumes} volumes`);

const VolumeMount = z.strictObject({
  name: z.string(),
  mountPath: z.string().regex(/^\/[^:\0]*$/, 'must be an absolute path without a colon'),
  readOnly: z.boolean().exactOptional(),
});

export const VolumeMounts = z
  .array(VolumeMount)
  .max(maxVolumes, `has more than ${maxVolumes} mounts`);
export type VolumeMounts = z.infer<typeof VolumeMounts>;
