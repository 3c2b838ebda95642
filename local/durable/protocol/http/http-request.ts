import { z } from 'zod';

/** The name under which `callHttp` stands in histories. */
export const httpActivity = 'BuiltIn::HttpActivity';

/** A call as the SDK describes it. */
export const HttpRequest = z.object({
  method: z.string(),
  uri: z.string(),
  content: z.string().nullish(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).nullish(),
  tokenSource: z.object({ resource: z.string() }).nullish(),
  asynchronousPatternEnabled: z.boolean().optional(),
});
export type HttpRequest = z.infer<typeof HttpRequest>;
