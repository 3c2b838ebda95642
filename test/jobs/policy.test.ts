import { describe, expect, test } from '@jest/globals';
import { parseJobSpec, type JobSpec } from '../../jobs/job-spec.ts';
import { closedPolicy, policyErrors } from '../../jobs/policy.ts';
import { identityId, subnetId } from './support/whole-group.ts';

const spec = (properties: object, rest: object = {}): JobSpec => {
  const containers = [{ name: 'main', properties: { image: 'registry.example/main' } }];
  const parsed = parseJobSpec({
    name: 'asks',
    group: { ...rest, properties: { containers, ...properties } },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.spec;
};
const identity = { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } };
const withRegistry = spec(
  { imageRegistryCredentials: [{ server: 'a.azurecr.io', identity: identityId }] },
  { identity },
);
const inSubnet = spec({ subnetIds: [{ id: subnetId }] });

describe('the policy of a deployment', () => {
  test('allows no identity and no subnet by itself, and names each that is asked for', () => {
    expect(policyErrors(withRegistry, closedPolicy).map(({ path }) => path)).toEqual([
      `group.identity.userAssignedIdentities.${identityId}`,
      'group.properties.imageRegistryCredentials[0].identity',
    ]);
    expect(policyErrors(inSubnet, closedPolicy)).toEqual([
      {
        path: 'group.properties.subnetIds[0].id',
        message: 'is a subnet that this deployment gives no job',
      },
    ]);
  });

  test('allows what it names, in any case', () => {
    const policy = { identities: [identityId.toUpperCase()], subnets: [subnetId] };
    expect([withRegistry, inSubnet].flatMap((asked) => policyErrors(asked, policy))).toEqual([]);
  });

  test('allows what begins as it says', () => {
    const identities = [`${identityId.slice(0, identityId.lastIndexOf('/'))}/*`];
    expect(policyErrors(withRegistry, { identities, subnets: [] })).toEqual([]);
  });

  test('holds for the reduce, too', () => {
    const [group] = [inSubnet.group];
    const reduced = { ...spec({}), ...(group && { reduce: { group } }) };
    expect(policyErrors(reduced, closedPolicy).map(({ path }) => path)).toEqual([
      'reduce.group.properties.subnetIds[0].id',
    ]);
  });
});
