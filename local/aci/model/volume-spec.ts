import { z } from 'zod';

/** 5 to 63 lower-case letters, digits and inner hyphens, no two in a row: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
const volumeName = z
  .string()
  .regex(
    /^(?!.*--)[a-z0-9][a-z0-9-]{3,61}[a-z0-9]$/,
    'must have 5 to 63 lower-case letters, digits or single inner hyphens',
  );

/** A file or folder name: nothing that leads elsewhere. */
export const fileName = z
  .string()
  .regex(
    /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,253}$/,
    'must be a file name of letters, digits, ., _ or -',
  );

const base64 = z.base64('must be base64');

const AzureFile = z.object({
  shareName: fileName,
  storageAccountName: fileName,
  storageAccountKey: z.string().optional(),
  readOnly: z.boolean().optional(),
});

const GitRepo = z.object({
  repository: z.string().min(1, 'must name a repository'),
  revision: z.string().optional(),
  directory: z.string().optional(),
});

/** Where a group's files come from. That exactly one source is given is a rule of the group. */
export const Volume = z.object({
  name: volumeName,
  azureFile: AzureFile.optional(),
  emptyDir: z.object({}).optional(),
  secret: z.record(fileName, base64).optional(),
  gitRepo: GitRepo.optional(),
});
export type Volume = z.infer<typeof Volume>;

export const VolumeMount = z.object({
  name: z.string(),
  mountPath: z.string().regex(/^\/[^:\0]*$/, 'must be an absolute path without a colon'),
  readOnly: z.boolean().optional(),
});
export type VolumeMount = z.infer<typeof VolumeMount>;
