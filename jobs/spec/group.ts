import { z } from 'zod';
import { Container, InitContainer } from './containers.ts';
import { ignored, refused, Text } from './fields.ts';
import { Identity, RegistryCredential } from './identity.ts';
import { DnsConfig, SubnetIds } from './network.ts';
import { IpAddress } from './ports.ts';
import { maxSecretRefs, secretRefsOf } from './secret-refs.ts';
import { shortList } from './short-list.ts';
import { Tags } from './tags.ts';
import { Volumes } from './volumes.ts';

export type { Container, InitContainer } from './containers.ts';

/** https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const maxContainers = 60;

const noJob = 'Always would start the containers again for ever; a job has Never or OnFailure';

const Shape = z.strictObject({
  containers: shortList(Container, maxContainers, 'containers'),
  initContainers: z
    .array(InitContainer)
    .max(maxContainers - 1, `has more than ${maxContainers - 1} init containers`)
    .optional(),
  osType: z.enum(['Linux', 'Windows']).default('Linux'),
  restartPolicy: z
    .enum(['Never', 'OnFailure'], {
      error: ({ input }) => (input === 'Always' ? noJob : 'must be Never or OnFailure'),
    })
    .default('Never'),
  priority: z.enum(['Regular', 'Spot']).optional(),
  sku: z.enum(['Standard', 'Confidential', 'Dedicated', 'NotSpecified']).optional(),
  volumes: Volumes.optional(),
  ipAddress: IpAddress.optional(),
  subnetIds: SubnetIds.optional(),
  dnsConfig: DnsConfig.optional(),
  imageRegistryCredentials: z
    .array(RegistryCredential)
    .max(maxContainers, 'has more registries than a group has containers')
    .optional(),
  confidentialComputeProperties: z.strictObject({ ccePolicy: Text.exactOptional() }).optional(),
  /** The key that the group's state is encrypted with at rest. */
  encryptionProperties: z
    .strictObject({
      vaultBaseUrl: z.url({ protocol: /^https$/, error: 'must be the https URL of a key vault' }),
      keyName: Text.min(1, 'must not be empty'),
      keyVersion: Text.min(1, 'must not be empty'),
      identity: Text.exactOptional(),
    })
    .optional(),
  diagnostics: refused(
    'diagnostics need the key of a workspace, which is a secret; logs of jobs are kept anyway',
  ),
  extensions: z
    .array(z.never('belongs to Kubernetes’ virtual nodes'))
    .optional()
    .describe('Ignored: must be empty.'),
  instanceView: ignored,
  provisioningState: ignored,
  provisioningTimeoutInSeconds: ignored,
  isCustomProvisioningTimeout: ignored,
  isCreatedFromStandbyPool: ignored,
});

const Properties = Shape.refine(
  (properties) => secretRefsOf({ properties }).length <= maxSecretRefs,
  `asks for more than ${maxSecretRefs} secrets`,
);

/**
 * A container group as ARM and `az container create --file` have it at api-version 2023-05-01; a field that is not here
 * is an error, and a null is as good as none. This is its shape; what Azure's rules say beyond it is in `group-errors.ts`.
 * https://learn.microsoft.com/rest/api/container-instances/container-groups/create-or-update
 */
export const Group = z
  .strictObject({
    location: z.string().min(1).max(90).optional(),
    /** Beside those that durable-aci gives every group; its own win. */
    tags: Tags.nullish(),
    zones: z.array(z.string().max(16)).max(1, 'has more than 1 zone').optional(),
    identity: Identity.nullish(),
    properties: Properties,
    // What an export and a reply of ARM hold beside these.
    id: ignored,
    name: ignored,
    type: ignored,
    apiVersion: ignored,
    'api-version': ignored,
    additional_properties: ignored,
    extended_location: ignored,
    etag: ignored,
    systemData: ignored,
  })
  .describe(
    'A container group as ARM and az container create --file have it at api-version 2023-05-01; what az container export prints is accepted.',
  );
export type Group = z.infer<typeof Group>;
