import { z } from 'zod';
import { refused, Text } from './fields.ts';
import { inlineSecret, SecretRef } from './secret-ref.ts';

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

/** A file share of a storage account; `secretRef` is the account's key. */
const AzureFile = z.strictObject({
  shareName: z
    .string()
    .regex(
      /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
      'must be the name of a file share: 3 to 63 lower-case letters, digits or single inner hyphens',
    ),
  storageAccountName: z.string().regex(/^[a-z0-9]{3,24}$/, 'must be the name of a storage account'),
  readOnly: z.boolean().exactOptional(),
  secretRef: SecretRef,
  storageAccountKey: refused(inlineSecret),
});

const maxSecretFiles = 50;

/** Files by their names, each with what a secret holds. */
const SecretFiles = z
  .record(
    z
      .string()
      .regex(
        /^(?!\.{1,2}$)(?!__proto__$)[A-Za-z0-9._-]{1,253}$/,
        'must be the name of a file: letters, digits, dots, hyphens and _',
      ),
    z.strictObject({ secretRef: SecretRef }, { error: isText }),
  )
  .refine(
    (files) => Object.keys(files).length > 0,
    'must name a file, as {"file": {"secretRef": "name"}}',
  )
  .refine(
    (files) => Object.keys(files).length <= maxSecretFiles,
    `has more than ${maxSecretFiles} files`,
  );

/** Undefined leaves Zod its own words. */
function isText({ input }: { readonly input?: unknown }): string | undefined {
  return typeof input === 'string' ? inlineSecret : undefined;
}

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
  azureFile: AzureFile.exactOptional(),
  secret: SecretFiles.exactOptional(),
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
