import { z } from 'zod';

/** A resource has 50 tags at most: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations */
const maxTags = 30;

export const Tags = z
  .record(
    z.string().regex(/^[^<>%&\\?/]{1,512}$/, 'must be 1 to 512 characters, without < > % & \\ ? /'),
    z.string().max(256, 'must be at most 256 characters'),
  )
  .refine((tags) => Object.keys(tags).length <= maxTags, {
    error: `has more than ${maxTags} tags; durable-aci adds its own`,
  });
