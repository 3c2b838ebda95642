import { z } from 'zod';
import { jsonBytes } from './json-bytes.ts';
import { shortList } from './short-list.ts';

export const maxItems = 10_000;
const maxItemsPerGroup = 1_000;
const maxItemBytes = 4_096;

/** Any JSON value of at most 4 KB: it travels to the container in an environment variable. */
const Item = z.unknown().refine((item) => {
  const bytes = jsonBytes(item);
  return bytes !== undefined && bytes <= maxItemBytes;
}, `must be a JSON value of at most ${maxItemBytes} bytes`);

const Range = z
  .strictObject({ from: z.int(), to: z.int() })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'must not be less than from' })
  .refine(({ from, to }) => to - from < maxItems, {
    path: ['to'],
    error: `makes more than ${maxItems} items`,
  });

/** https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata */
const Blobs = z.strictObject({
  blobs: z.strictObject({
    container: z
      .string()
      .regex(
        /^[a-z0-9](-?[a-z0-9]){2,62}$/,
        'must be the name of a blob container: 3 to 63 lower-case letters, digits or single hyphens',
      ),
    prefix: z.string().max(1024).default(''),
  }),
});

export const FanOut = z.strictObject({
  /** A list of JSON values, the integers `from` to `to` (both included), or the blobs below a prefix. */
  items: z.union([shortList(Item, maxItems, 'items'), Range, Blobs], {
    error: 'must be a list of JSON values, {from, to} or {blobs: {container, prefix}}',
  }),
  maxParallel: z.int().min(1).max(100).default(10),
  /** `stop`: no further item is begun once one has failed; `continue`: all are tried, then the job fails. */
  onItemFailure: z.enum(['stop', 'continue']).default('stop'),
  /** So many of a hundred items may fail before `stop` stops, and the job succeeds nevertheless. */
  toleratedFailurePercentage: z.number().min(0).max(100).optional(),
  /** A container group gets so many items, as a list; 1: one, by itself. */
  itemsPerGroup: z.int().min(1).max(maxItemsPerGroup).optional(),
});
export type FanOut = z.infer<typeof FanOut>;
