import { z } from 'zod';

const count = z.int().positive();

/** What a container is asked to see whether it is alive, or ready. Times are seconds; defaults are Kubernetes'. */
export const Probe = z.object({
  exec: z.object({ command: z.array(z.string()).default([]) }).optional(),
  httpGet: z
    .object({
      path: z.string().optional(),
      port: z.int().min(1).max(65535),
      scheme: z.enum(['http', 'https', 'HTTP', 'HTTPS']).optional(),
      httpHeaders: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
    })
    .optional(),
  initialDelaySeconds: z.int().nonnegative().optional(),
  periodSeconds: count.optional(),
  failureThreshold: count.optional(),
  successThreshold: count.optional(),
  timeoutSeconds: count.optional(),
});
export type Probe = z.infer<typeof Probe>;
