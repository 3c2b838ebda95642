import type { JobSpec, SpecError } from './job-spec.ts';
import type { Group } from './spec/group.ts';

/** What of this deployment's Azure the groups of jobs may be given: resource ids, or their beginnings with a `*`. */
export interface Policy {
  readonly identities: readonly string[];
  readonly subnets: readonly string[];
}

/** Nothing: whoever may send a job must not thereby be whom an identity stands for, or stand in a network. */
export const closedPolicy: Policy = { identities: [], subnets: [] };

/** Every identity and subnet that a spec names and a policy does not allow, each by its field. */
export function policyErrors(
  { group, reduce }: Pick<JobSpec, 'group' | 'reduce'>,
  policy: Policy,
): SpecError[] {
  return [
    ...(group ? groupErrors('group', group, policy) : []),
    ...(reduce ? groupErrors('reduce.group', reduce.group, policy) : []),
  ];
}

interface Named {
  readonly path: string;
  readonly id: string;
}

function groupErrors(at: string, group: Group, { identities, subnets }: Policy): SpecError[] {
  return [
    ...identitiesOf(at, group)
      .filter(({ id }) => !isAllowed(id, identities))
      .map(({ path }) => ({ path, message: 'is an identity that this deployment gives no job' })),
    ...subnetsOf(at, group)
      .filter(({ id }) => !isAllowed(id, subnets))
      .map(({ path }) => ({ path, message: 'is a subnet that this deployment gives no job' })),
  ];
}

function identitiesOf(at: string, { identity, properties }: Group): Named[] {
  const keys = [
    ...Object.keys(identity?.userAssignedIdentities ?? {}),
    ...Object.keys(identity?.user_assigned_identities ?? {}),
  ];
  const key = properties.encryptionProperties?.identity;
  return [
    ...keys.map((id) => ({ path: `${at}.identity.userAssignedIdentities.${id}`, id })),
    ...(properties.imageRegistryCredentials ?? []).map((credential, index) => ({
      path: `${at}.properties.imageRegistryCredentials[${index}].identity`,
      id: credential.identity,
    })),
    ...(key === undefined
      ? []
      : [{ path: `${at}.properties.encryptionProperties.identity`, id: key }]),
  ];
}

function subnetsOf(at: string, { properties }: Group): Named[] {
  return (properties.subnetIds ?? []).map(({ id }, index) => ({
    path: `${at}.properties.subnetIds[${index}].id`,
    id,
  }));
}

/** Names of Azure resources are the same in any case. */
function isAllowed(id: string, allowed: readonly string[]): boolean {
  const asked = id.toLowerCase();
  return allowed.some((entry) => {
    const name = entry.toLowerCase();
    return name.endsWith('*') ? asked.startsWith(name.slice(0, -1)) : asked === name;
  });
}
