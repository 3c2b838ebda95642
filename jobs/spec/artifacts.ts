import { z } from 'zod';

export const BlobUrl = z
  .url({ protocol: /^https$/, error: 'must be the https URL of a blob' })
  .refine(
    (url) => !hasQuery(url, 'sig'),
    'must not carry a signature; durable-aci signs it itself',
  );

/** What the containers read, and where below `results/{job}/` they write. */
export const Artifacts = z.strictObject({
  inputs: z.array(BlobUrl).max(100).optional(),
  outputPrefix: z
    .string()
    .max(512)
    .regex(
      /^([A-Za-z0-9_-][A-Za-z0-9._-]*\/)+$/,
      'must be a relative path that ends with a slash, such as figures/2026/, without . or .. in it',
    )
    .optional(),
});

function hasQuery(url: string, name: string): boolean {
  const query = url.split('#', 1)[0]?.split('?')[1] ?? '';
  return query.split('&').some((pair) => pair.split('=')[0]?.toLowerCase() === name);
}
