import { z } from 'zod';
import { resourceId, Text } from './fields.ts';

const SubnetId = resourceId(
  'a subnet',
  /[mM]icrosoft\.[nN]etwork\/[vV]irtual[nN]etworks\/[^/]{2,64}\/[sS]ubnets\/[^/]{1,80}/,
);

/** The subnet, delegated to Container Instances, that the group joins; there is one at most. */
export const SubnetIds = z
  .array(z.strictObject({ id: SubnetId, name: Text.exactOptional() }))
  .max(1, 'has more than 1 subnet');
export type SubnetIds = z.infer<typeof SubnetIds>;

export const DnsConfig = z.strictObject({
  nameServers: z
    .array(
      z.union([z.ipv4(), z.ipv6()], { error: 'must be an IP address' }),
      'must be a list of IP addresses',
    )
    .min(1, 'must not be empty'),
  searchDomains: Text.exactOptional(),
  options: Text.exactOptional(),
});
export type DnsConfig = z.infer<typeof DnsConfig>;
