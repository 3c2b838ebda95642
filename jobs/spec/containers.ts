import { z } from 'zod';
import { EnvironmentVariable } from './environment.ts';
import { ContainerName, ignored, Image, refused, Text } from './fields.ts';
import { Ports } from './ports.ts';
import { Probe } from './probes.ts';
import { Resources } from './resources.ts';
import { VolumeMounts } from './volumes.ts';

const Id = z.int().min(0);

/** Users, rights and capabilities of a container's first process. */
const SecurityContext = z.strictObject({
  privileged: z.boolean().exactOptional(),
  allowPrivilegeEscalation: z.boolean().exactOptional(),
  capabilities: z
    .strictObject({
      add: z.array(z.string()).exactOptional(),
      drop: z.array(z.string()).exactOptional(),
    })
    .exactOptional(),
  runAsGroup: Id.exactOptional(),
  runAsUser: Id.exactOptional(),
  seccompProfile: z.base64('must be base64').exactOptional(),
});
export type SecurityContext = z.infer<typeof SecurityContext>;

const common = {
  image: Image,
  /** Empty, as ARM echoes it: the image's own. */
  command: z.array(Text).optional(),
  environmentVariables: z.array(EnvironmentVariable).optional(),
  volumeMounts: VolumeMounts.optional(),
  securityContext: SecurityContext.optional(),
  instanceView: ignored,
};

export const Container = z.strictObject({
  name: ContainerName,
  properties: z.strictObject({
    ...common,
    resources: Resources.prefault({}),
    ports: Ports.optional(),
    livenessProbe: Probe.optional(),
    readinessProbe: Probe.optional(),
    // Of newer versions of the API, which print it empty.
    configMap: z
      .strictObject({ keyValuePairs: z.strictObject({}).optional() })
      .optional()
      .describe('Ignored: must be empty.'),
  }),
});
export type Container = z.infer<typeof Container>;

/** Runs to its end before the containers do, one after another, with all that the group has. */
export const InitContainer = z.strictObject({
  name: ContainerName,
  properties: z.strictObject({
    ...common,
    resources: refused('an init container has the whole of what the group asks for'),
    ports: refused('an init container has no ports'),
    livenessProbe: refused('an init container has no probes'),
    readinessProbe: refused('an init container has no probes'),
  }),
});
export type InitContainer = z.infer<typeof InitContainer>;
