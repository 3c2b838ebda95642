import { z } from 'zod';
import { Text } from './fields.ts';

const Count = z.int().min(1);

/** Asks whether a container is alive, or ready; times are seconds. That it has exactly one of exec and httpGet is a rule. */
export const Probe = z.strictObject({
  exec: z.strictObject({ command: z.array(Text).min(1, 'must not be empty') }).exactOptional(),
  httpGet: z
    .strictObject({
      path: Text.exactOptional(),
      port: z.int().min(1).max(65_535),
      scheme: z.enum(['http', 'https', 'HTTP', 'HTTPS']).exactOptional(),
      httpHeaders: z
        .array(z.strictObject({ name: Text, value: Text }))
        .max(50, 'has more than 50 headers')
        .exactOptional(),
    })
    .exactOptional(),
  initialDelaySeconds: z.int().min(0).exactOptional(),
  periodSeconds: Count.exactOptional(),
  failureThreshold: Count.exactOptional(),
  successThreshold: Count.exactOptional(),
  timeoutSeconds: Count.exactOptional(),
});
export type Probe = z.infer<typeof Probe>;
