import { z } from 'zod';

export const SentimentInput = z.strictObject({
  /** URL of a blob of JSON Lines, each `{"id": ..., "text": ..., "year"?: ...}`. */
  blobUrl: z.url({ protocol: /^https$/ }),
});
export type SentimentInput = z.infer<typeof SentimentInput>;
