import { z } from 'zod';

/** Labels become tags of the group: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations */
const maxLabels = 10;

const Key = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'must be 1 to 63 letters, digits, dots, hyphens or underscores, beginning with a letter or digit',
  );

export const Labels = z
  .record(Key, z.string().max(256, 'must be at most 256 characters'))
  .refine((labels) => Object.keys(labels).length <= maxLabels, {
    error: `has more than ${maxLabels} labels`,
  });
