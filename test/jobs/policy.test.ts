import { describe, expect, test } from '@jest/globals';
import { type JobSpec, parseJobSpec } from '../../jobs/job-spec.ts';
import { closedPolicy, groupPolicyErrors, type Policy, policyErrors } from '../../jobs/policy.ts';
import { PolicyRule } from '../../jobs/policy/rule.ts';
import { target } from '../support/job-world.ts';
import { identityId, subnetId } from './support/whole-group.ts';

const ours = 'registry.example/main:1';
const specOf = (group: object, more: object = {}): JobSpec => {
  const parsed = parseJobSpec({ name: 'asks', group, ...more });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.spec;
};
const spec = (properties: object, rest: object = {}): JobSpec =>
  specOf({
    ...rest,
    properties: { containers: [{ name: 'main', properties: { image: ours } }], ...properties },
  });
const identity = { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } };
const withRegistry = spec(
  { imageRegistryCredentials: [{ server: 'a.azurecr.io', identity: identityId }] },
  { identity },
);
const inSubnet = spec({ subnetIds: [{ id: subnetId }] });
const settings = { imagePrefix: 'own.azurecr.io', defaultRegion: 'eastus' };
const errorsOf = (asked: JobSpec, policy: Policy) =>
  policyErrors(asked, { ...settings, policy }, target);
const pathsOf = (asked: JobSpec, policy: Policy) => errorsOf(asked, policy).map(({ path }) => path);
const ruled = (...rules: object[]): Policy => ({
  ...closedPolicy,
  vault: 'https://own.vault.azure.net',
  rules: rules.map((rule) => PolicyRule.parse(rule)),
});

/** A group whose images, one for each container, have one secret. */
const secretive = (images: readonly string[], secretRef = 'db-password') =>
  specOf({
    properties: {
      containers: images.map((image, index) => ({
        name: `c${index}`,
        properties: {
          image,
          ...(index === 0 && { environmentVariables: [{ name: 'DB', secretRef }] }),
        },
      })),
    },
  });
const secretField = 'group.properties.containers[0].properties.environmentVariables[0].secretRef';

describe('the policy of a deployment', () => {
  test('allows no identity, no subnet and no secret by itself, and names each that is asked for', () => {
    expect(pathsOf(withRegistry, closedPolicy)).toEqual([
      `group.identity.userAssignedIdentities.${identityId}`,
      'group.properties.imageRegistryCredentials[0].identity',
    ]);
    expect(errorsOf(inSubnet, closedPolicy)).toEqual([
      {
        path: 'group.properties.subnetIds[0].id',
        message: `is a subnet that this deployment does not give to the image ${ours}`,
      },
    ]);
    expect(errorsOf(secretive([ours]), ruled())).toEqual([
      {
        path: secretField,
        message: `is a secret that this deployment does not give to the image ${ours}`,
      },
    ]);
  });

  test('lets every image run that asks for nothing, anywhere', () => {
    expect(errorsOf(spec({}), closedPolicy)).toEqual([]);
    expect(errorsOf(spec({}), ruled({ images: ['other'], regions: [] }))).toEqual([]);
  });

  test('allows what it names for every image, in any case', () => {
    const policy = { identities: [identityId.toUpperCase()], subnets: [subnetId] };
    expect([withRegistry, inSubnet].flatMap((asked) => errorsOf(asked, policy))).toEqual([]);
  });

  test('allows what begins as it says', () => {
    const identities = [`${identityId.slice(0, identityId.lastIndexOf('/'))}/*`];
    expect(errorsOf(withRegistry, { identities, subnets: [] })).toEqual([]);
  });

  test('allows a rule’s images what the rule names, and no other', () => {
    const rule = { images: ['registry.example'], identities: [identityId], subnets: [subnetId] };
    expect([withRegistry, inSubnet].flatMap((asked) => errorsOf(asked, ruled(rule)))).toEqual([]);
    const elsewhere = { ...rule, images: ['registry.example.com'] };
    expect(errorsOf(inSubnet, ruled(elsewhere))).toHaveLength(1);
  });

  test('rights add up over the rules about an image', () => {
    const policy = ruled(
      { images: ['registry.example'], secretRefs: ['other'] },
      { images: [ours], secretRefs: ['db-*'] },
    );
    expect(errorsOf(secretive([ours]), policy)).toEqual([]);
  });

  test('one foreign image takes everything from its group', () => {
    const policy = ruled({ images: ['registry.example'], secretRefs: ['*'], subnets: ['*'] });
    expect(errorsOf(secretive([ours, 'registry.example/side']), policy)).toEqual([]);
    expect(errorsOf(secretive([ours, 'alpine']), policy)).toEqual([
      {
        path: secretField,
        message: 'is a secret that this deployment does not give to the image alpine',
      },
    ]);
    const initContainers = [{ name: 'init', properties: { image: 'evil/x' } }];
    expect(pathsOf(spec({ initContainers, subnetIds: [{ id: subnetId }] }), policy)).toEqual([
      'group.properties.subnetIds[0].id',
    ]);
  });

  test('holds for the reduce, too', () => {
    const { group } = inSubnet;
    const reduced = { ...spec({}), ...(group && { reduce: { group } }) };
    expect(pathsOf(reduced, closedPolicy)).toEqual(['reduce.group.properties.subnetIds[0].id']);
  });

  test('knows the images of its own registry as workload:', () => {
    const policy = ruled({ images: ['workload:'], secretRefs: ['db-password'] });
    expect(errorsOf(secretive(['workload:render']), policy)).toEqual([]);
    expect(errorsOf(secretive(['own.azurecr.io/team/render:2']), policy)).toEqual([]);
    expect(errorsOf(secretive(['own.azurecr.io.evil.com/render']), policy)).toHaveLength(1);
  });
});

describe('secrets', () => {
  const own = 'https://own.vault.azure.net/secrets';
  const version = '0123456789abcdef0123456789ABCDEF';

  test.each([
    ['by name', 'db-password', 'db-password'],
    ['in any case', 'DB-password', 'db-PASSWORD'],
    ['of any version', 'db-password', `db-password/${version}`],
    ['by its beginning', 'db-*', 'db-password'],
    ['all of the vault', '*', 'db-password'],
    ['by the whole URL of its own vault', 'db-password', `${own}/db-password/${version}`],
    ['named by URL, asked for by name', `${own}/db-*`, 'db-password'],
    [
      'of another vault',
      'https://b.vault.azure.net/secrets/*',
      'https://B.vault.azure.net/secrets/x',
    ],
  ])('are allowed %s', (_, allowed, asked) => {
    const policy = ruled({ images: ['*'], secretRefs: [allowed] });
    expect(errorsOf(secretive([ours], asked), policy)).toEqual([]);
  });

  test.each([
    ['another name', 'db-password', 'db-password2'],
    ['a name that only begins so', 'db', 'db-password'],
    ['the same name in another vault', '*', 'https://b.vault.azure.net/secrets/db-password'],
    [
      'a vault that begins so',
      'https://b.vault.azure.net/secrets/*',
      'https://b.vault.azure.net.evil.com/secrets/x',
    ],
    [
      'another port',
      'https://b.vault.azure.net/secrets/*',
      'https://b.vault.azure.net:444/secrets/x',
    ],
  ])('are refused where they are %s', (_, allowed, asked) => {
    const policy = ruled({ images: ['*'], secretRefs: [allowed] });
    expect(pathsOf(secretive([ours], asked), policy)).toEqual([secretField]);
  });

  test('of a deployment without a vault are refused by that', () => {
    const { rules } = ruled({ images: ['*'], secretRefs: ['*'] });
    expect(errorsOf(secretive([ours]), { ...closedPolicy, ...(rules && { rules }) })).toMatchObject(
      [{ path: secretField, message: expect.stringContaining('KEY_VAULT_URL is not set') }],
    );
  });
});

describe('places', () => {
  const inEurope = ruled({ images: ['registry.example'], regions: ['westeurope', 'North Europe'] });

  test('are restricted for the images of a rule that names some', () => {
    expect(
      errorsOf(specOf(withRegistry.group ?? {}, { regions: ['westeurope', 'eastus'] }), inEurope),
    ).toContainEqual({
      path: 'regions[1]',
      message: `is a region that this deployment does not give to the image ${ours}`,
    });
    expect(pathsOf(spec({}, { location: 'eastus' }), inEurope)).toEqual(['group.location']);
    expect(pathsOf(spec({}), inEurope)).toEqual(['regions']);
    expect(errorsOf(spec({}, { location: 'northeurope' }), inEurope)).toEqual([]);
  });

  test('another rule that says nothing of places lifts no restriction', () => {
    const policy = ruled(
      { images: ['*'], regions: ['westeurope'] },
      { images: [ours], subnets: ['*'] },
    );
    expect(pathsOf(spec({}), policy)).toEqual(['regions']);
  });

  test('resource groups are asked about as well, and both again when a group is made', () => {
    const policy = ruled({ images: ['*'], resourceGroups: ['other'] });
    expect(pathsOf(spec({}), policy)).toEqual(['target.resourceGroup']);
    const { group } = spec({});
    if (!group) throw new Error('It has a group.');
    const asks = (region: string, given: Policy) =>
      groupPolicyErrors(group, { ...settings, policy: given }, { region, target });
    expect(asks('eastus', policy)).toHaveLength(1);
    expect(asks('eastus', inEurope)).toHaveLength(1);
    expect(asks('westeurope', inEurope)).toEqual([]);
  });
});
